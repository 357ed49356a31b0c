import type { FastifyFormbodyOptions } from '@fastify/formbody'
import type { FastifyMultipartBaseOptions, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { custom, defineSettings, flag, type PluginOptions } from 'gnar-env'

/** Options of @fastify/formbody. */
export interface FormBodyOptions extends FastifyFormbodyOptions {}

/** Options of @fastify/multipart. */
export interface MultipartOptions extends FastifyMultipartBaseOptions {
  /** Lets @fastify/multipart collect the parts of every route, in place of our way for routes with a body schema. */
  attachFieldsToBody?: boolean | 'keyValues'
  /** Called with each file while `attachFieldsToBody` collects the parts. */
  onFile?: (this: FastifyRequest, part: MultipartFile) => void | Promise<void>
}

const objectOrFalse = (value: unknown): string | undefined =>
  value === false || (typeof value === 'object' && value !== null) ? undefined : 'must be an object or false'

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-http', {
  /** Parses `+json` types, and accepts an empty JSON body on a route without a body schema. Default true. */
  jsonBody: flag({ default: true, meaning: 'parse +json types and accept empty JSON bodies' }),
  /** Options of @fastify/formbody, such as `bodyLimit` in bytes; false refuses URL-encoded forms. */
  formBody: custom<false | FormBodyOptions>()({
    default: {},
    meaning: 'options of @fastify/formbody, or false',
    check: objectOrFalse
  }),
  /** Options of @fastify/multipart, such as `limits`; false refuses multipart bodies. */
  multipart: custom<false | MultipartOptions>()({
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
