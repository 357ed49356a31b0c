import type { FastifyReply } from 'fastify'
import type { CompletedRequest } from './log-record.ts'

/**
 * Recognizes the two lines that Fastify's own `LogController` writes for each request; an instance made without ours
 * keeps it.
 *
 * @returns what our one line says, `skip` for the line at the start of a request, undefined for any other line
 */
export function readFastifyLine(
  given: object,
  text: string | undefined
): CompletedRequest | 'skip' | undefined {
  if (text === 'incoming request' && 'req' in given) return 'skip'
  if ((text !== 'request completed' && text !== 'request errored') || !('responseTime' in given))
    return undefined
  const { res, err } = given as { res?: Partial<FastifyReply>; err?: Error }
  if (res?.request === undefined || res.elapsedTime === undefined) return undefined
  const { method, url } = res.request
  return { method, url, statusCode: res.statusCode ?? 0, responseTime: res.elapsedTime, error: err }
}
