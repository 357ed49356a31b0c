import type { FastifyReply, FastifyRequest } from 'fastify'
import { HostError } from './errors.ts'

/**
 * Rejects a request with several `Host` headers, as RFC 9112 requires: Node keeps the first, a proxy before it may have
 * used another.
 */
export function requireOneHost(
  { raw: { rawHeaders, httpVersionMajor } }: FastifyRequest,
  reply: FastifyReply,
  done: (error?: Error) => void
): void {
  if (httpVersionMajor > 1 || countHosts(rawHeaders) < 2) {
    done()
    return
  }
  reply.header('connection', 'close')
  done(Object.assign(new HostError(), { expose: true }))
}

/** Runs for every request, over a list of names and values. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count
}
