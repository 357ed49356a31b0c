import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { readSettings } from 'gnar-env'
import { httpError } from './http-error.ts'
import { readProperty } from './read-property.ts'
import { createResponses, type ErrorResponse } from './response.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'
import { translateError } from './translate-error.ts'
import { hasOwnLimit } from './upload-limits.ts'

/** Node's codes for requests that never reach a route; any other code means a malformed request, status 400. */
const faults: Readonly<Record<string, { status: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request took too long to arrive, send it faster' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The URL and headers are too large, send less' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'The chunk extensions are too large, send none' }
}
const malformed = { status: 400, message: 'Malformed HTTP request' }

/** Headers for the `Origin` of a request, where it has one. */
export type OriginHeaders = (origin: string | undefined) => Readonly<Record<string, string>>

/** Fastify's `this` in a `clientErrorHandler`, which its types do not declare. */
type Instance = Pick<FastifyInstance, 'log'> & { genReqId?(request: { headers: object }): string }

/**
 * Fastify's option `clientErrorHandler`: responds in the chosen style to requests that are malformed (400), too slow
 * (408) or have too large headers (431), and closes the connection.
 *
 * @param originHeaders headers for browsers, as @fastify/cors adds them to other responses
 * @throws ConfigurationError when an option is wrong
 */
export function clientErrorHandler(
  options: GnarErrorsOptions = {},
  originHeaders: OriginHeaders = () => ({})
): (this: Instance, error: Error & { code?: string }, socket: Socket) => void {
  const toResponse = createResponses({ ...readSettings(settings, options), traceback: false })
  return function gnarClientErrorHandler(error, socket) {
    if (error.code === 'ECONNRESET' || socket.destroyed || hasOwnLimit(error, socket)) return
    const { status, message } = faults[error.code ?? ''] ?? malformed
    const requestId = this.genReqId?.({ headers: {} }) ?? ''
    this.log.info({ reqId: requestId, code: error.code }, `Client failed with ${status}: ${message}`)
    if (!socket.writable || isResponding(socket)) {
      socket.destroy(error)
      return
    }
    const response = toResponse(translateError(httpError(status, message), undefined), requestId)
    const headers = { ...response.headers, ...originHeaders(findOrigin(error)) }
    socket.end(toHttp({ ...response, headers }, requestId), () => socket.destroy())
  }
}

/** Node's parser keeps nothing of a malformed request but the bytes that it received last. */
function findOrigin(error: Error): string | undefined {
  const packet = readProperty(error, 'rawPacket')
  return Buffer.isBuffer(packet) ? /^origin:[ \t]*(\S+)/im.exec(packet.toString('latin1'))?.[1] : undefined
}

/** A second response must not start in the middle of another; Node's own handler checks the same property. */
function isResponding(socket: Socket & { _httpMessage?: { headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true
}

function toHttp({ status, headers, body }: ErrorResponse, requestId: string): string {
  const lines = Object.entries({
    ...headers,
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    connection: 'close'
  }).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
