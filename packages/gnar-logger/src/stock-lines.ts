import type { FastifyReply } from 'fastify'
import type { AnsweredRequest } from './logger.ts'

/**
 * Recognises the two lines that Fastify's own `LogController` writes for each request: it stays in place on an
 * instance that was made without ours.
 *
 * @returns what our one line says, `skip` for the line at a request's start, undefined for any other line
 */
export function readStockLine(given: object, text: string | undefined): AnsweredRequest | 'skip' | undefined {
  if (text === 'incoming request' && 'req' in given) return 'skip'
  if ((text !== 'request completed' && text !== 'request errored') || !('responseTime' in given))
    return undefined
  const { res, err } = given as { res?: Partial<FastifyReply>; err?: Error }
  if (res?.request === undefined || res.elapsedTime === undefined) return undefined
  const { method, url } = res.request
  return { method, url, statusCode: res.statusCode ?? 0, responseTime: res.elapsedTime, error: err }
}
