import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { readSettings } from 'gnar-env'
import { respondToOptions } from './allow.ts'
import { refuseEmptyParameters } from './empty-parameters.ts'
import { acceptJson } from './json-bodies.ts'
import { acceptMultipart } from './multipart.ts'
import { type GnarHttpOptions, settings } from './settings.ts'

export { type FormBodyOptions, type GnarHttpOptions, type MultipartOptions, settings } from './settings.ts'

/** Serves forms, multipart bodies, all JSON types, empty bodies and OPTIONS. Register it before routes and CORS. */
async function plugin(fastify: FastifyInstance, options: GnarHttpOptions): Promise<void> {
  const { jsonBody, formBody, multipart, allowHeader, emptyParameters } = readSettings(settings, options)
  if (allowHeader) respondToOptions(fastify)
  if (!emptyParameters) refuseEmptyParameters(fastify)
  if (jsonBody) acceptJson(fastify)
  if (formBody !== false) {
    const { default: formbody } = await import('@fastify/formbody')
    await fastify.register(formbody, formBody)
  }
  if (multipart !== false) await acceptMultipart(fastify, multipart)
}

export const gnarHttp = fp(plugin, { name: 'gnar-http', fastify: '5.x' })
export default gnarHttp
