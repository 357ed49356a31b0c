import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { readSettings } from 'gnar-env'
import { type Answer, createAnswers } from './answer.ts'
import { judge } from './failure.ts'
import { httpError } from './http-error.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'

/** Node's codes for requests that never become one; all others are malformed, status 400. */
const faults: Readonly<Record<string, { status: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not come in time, send it faster' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The URL and the headers are too large, send less' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'The chunk extensions are too large, send none' }
}
const malformed = { status: 400, message: 'The request is no valid HTTP' }

/** Fastify's `this` in a `clientErrorHandler`, which its types do not tell. */
type Instance = Pick<FastifyInstance, 'log'> & { genReqId?(request: { headers: object }): string }

/**
 * Fastify's option `clientErrorHandler`: answers requests that are no valid HTTP, too slow (408) or have too much in
 * their headers (431) in the chosen style, and closes the connection.
 *
 * @throws ConfigurationError when an option is wrong
 */
export function clientErrorHandler(
  options: GnarErrorsOptions = {}
): (this: Instance, error: Error & { code?: string }, socket: Socket) => void {
  const toAnswer = createAnswers({ ...readSettings(settings, options), traceback: false })
  return function gnarClientErrorHandler(error, socket) {
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const { status, message } = faults[error.code ?? ''] ?? malformed
    const requestId = this.genReqId?.({ headers: {} }) ?? ''
    this.log.info({ reqId: requestId, code: error.code }, `Client failed with ${status}: ${message}`)
    if (!socket.writable || isAnswering(socket)) {
      socket.destroy(error)
      return
    }
    const answer = toAnswer(judge(httpError(status, message), undefined), requestId)
    socket.end(toHttp(answer, requestId), () => socket.destroy())
  }
}

/** An answer under way must not have another one in its middle; Node's own handler asks the same. */
function isAnswering(socket: Socket & { _httpMessage?: { headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true
}

function toHttp({ status, headers, body }: Answer, requestId: string): string {
  const lines = Object.entries({
    ...headers,
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    connection: 'close'
  }).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
