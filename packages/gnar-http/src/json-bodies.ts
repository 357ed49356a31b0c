import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'

/** RFC 6839: the suffix of types such as `application/vnd.api+json` and `application/problem+json`. */
const jsonSuffix = /^[\w.+-]+\/[\w.+-]+\+json(?=\s*;|\s*$)/i
const json = /^application\/(?:json|[\w.+-]+\+json)(?=\s*;|\s*$)/i

/** Parses `+json` types as `application/json`, and accepts empty JSON bodies on routes without a body schema. */
export function acceptJson(fastify: FastifyInstance): void {
  const { onProtoPoisoning = 'error', onConstructorPoisoning = 'error' } = fastify.initialConfig
  const parse = fastify.getDefaultJsonParser(onProtoPoisoning, onConstructorPoisoning)
  fastify.addContentTypeParser(jsonSuffix, { parseAs: 'string' }, parse)
  fastify.addHook('onRequest', forgetTypeOfNothing)
}

/**
 * Many clients send `Content-Type: application/json` with every request. A parser of our own for that type would keep
 * apps from adding theirs, so the header goes, and Fastify finds no body to parse.
 */
const forgetTypeOfNothing: onRequestHookHandler = (request, _reply, done) => {
  const { headers } = request.raw
  const type = headers['content-type']
  if (type !== undefined && isEmpty(request) && json.test(type) && !declaresBody(request)) {
    delete headers['content-type']
  }
  done()
}

function isEmpty({ raw: { headers } }: FastifyRequest): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers
  return length === '0' && encoding === undefined
}

function declaresBody({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.schema?.body !== undefined
}
