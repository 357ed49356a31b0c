import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A token of RFC 9110, of at most 128 characters: nothing that could break a header or a log line. */
const plainToken = /^[!#$%&'*+.^_`|~\w-]{1,128}$/

/**
 * The id of a request, for Fastify's option `genReqId`: the client's `x-request-id` when it is a plain token of at
 * most 128 characters, else a new UUID v7, which sorts by time.
 */
export function genReqId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && plainToken.test(given) ? given : uuidV7()
}

/** A random UUID (v4, which Node makes from a cached pool) with RFC 9562's 48 bits of time in front. */
function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
