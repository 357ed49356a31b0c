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

/** The last two digits of a UUID, which are counted: to make random ones each time would cost more than all the rest. */
const endings = Array.from({ length: 0x100 }, (_, number) => number.toString(16).padStart(2, '0'))

/** The millisecond of the last UUID, all of it but its ending, and the number of the next ending. */
let millisecond = 0
let beginning = ''
let ending = endings.length

/** RFC 9562's UUID v7: 48 bits of time, 66 random ones for up to 256 ids of a millisecond, and a counter of 8. */
function uuidV7(): string {
  const now = Date.now()
  if (now !== millisecond || ending === endings.length) {
    millisecond = now
    ending = 0
    const time = now.toString(16).padStart(12, '0')
    beginning = `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15, 34)}`
  }
  return beginning + endings[ending++]
}
