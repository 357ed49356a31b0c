import type { FastifyFormbodyOptions } from '@fastify/formbody'
import type { FastifyMultipartOptions } from '@fastify/multipart'
import { custom, defineSettings, flag, type PluginOptions } from 'gnar-env'

const objectOrFalse = (value: unknown): string | undefined =>
  value === false || (typeof value === 'object' && value !== null) ? undefined : 'must be an object or false'

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-http', {
  /** Parses `+json` types, and accepts an empty JSON body on a route without a body schema. Default true. */
  jsonBody: flag({ default: true, meaning: 'parse +json types and accept empty JSON bodies' }),
  /** Options of @fastify/formbody, such as `bodyLimit` in bytes; false refuses URL-encoded forms. */
  formBody: custom<false | FastifyFormbodyOptions>()({
    default: {},
    meaning: 'options of @fastify/formbody, or false',
    check: objectOrFalse
  }),
  /** Options of @fastify/multipart, such as `limits`; false refuses multipart bodies. */
  multipart: custom<false | FastifyMultipartOptions>()({
    default: {},
    meaning: 'options of @fastify/multipart, or false',
    check: objectOrFalse
  }),
  /** Responds to OPTIONS with the methods of a path in `Allow`. Default true. */
  allowHeader: flag({ default: true, meaning: 'respond to OPTIONS with Allow' }),
  /** Whether `/item/` matches `/item/:id` with an empty id, as in Fastify. Default false. */
  emptyParameters: flag({ default: false, meaning: 'let path parameters be empty' })
})

/** Options of the plugin, see the README's table. */
export type GnarHttpOptions = PluginOptions<typeof settings>
