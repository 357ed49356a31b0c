import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A token of RFC 9110, of at most 128 characters: nothing that could break a header or a log line. */
const plainToken = /^[!#$%&'*+.^_`|~\w-]{1,128}$/

/**
 * The id of a request, for Fastify's option `genReqId`: the client's `x-request-id` when it is a plain token of at
 * most 128 characters, else a new UUID v7, which sorts by time.
 */
export function genReqId(request: Pick<IncomingMessage, 'headers'> & { rawHeaders?: string[] }): string {
  // Node makes `headers` when it is first asked for, which takes longer than all the rest.
  if (request.rawHeaders !== undefined && !namesRequestId(request.rawHeaders)) return uuidV7()
  const given = request.headers['x-request-id']
  return typeof given === 'string' && plainToken.test(given) ? given : uuidV7()
}

const headerName = 'x-request-id'

/** @param rawHeaders names and values in turn */
function namesRequestId(rawHeaders: readonly string[]): boolean {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === headerName.length && name.toLowerCase() === headerName) return true
  }
  return false
}

/** The millisecond of the last UUID, and how it begins. */
let millisecond = 0
let beginning = ''

/** A random UUID (v4, which Node makes from a cached pool) with RFC 9562's 48 bits of time in front. */
function uuidV7(): string {
  const now = Date.now()
  if (now !== millisecond) {
    millisecond = now
    const time = now.toString(16).padStart(12, '0')
    beginning = `${time.slice(0, 8)}-${time.slice(8)}-7`
  }
  return beginning + randomUUID().slice(15)
}
