import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { redactUrl } from 'gnar-env'
import type { Values } from './settings.ts'

/** Node's names for the response of a socket, what the system has taken of it, and the socket below TLS; none is public. */
type HttpSocket = Socket & {
  _handle?: { bytesWritten?: number; writeQueueSize?: number } | null
  _httpMessage?: { req: { method?: string; url?: string } } | null
  _parent?: Socket
}

/** How many bytes a client had taken, and since when. */
interface Progress {
  bytes: number
  since: number
}

/**
 * Cuts clients that take nothing of their response for `writeTimeoutMs`, and hold its memory. Time in which there is
 * nothing to send does not count.
 */
export function limitWrites(
  fastify: FastifyInstance,
  { writeTimeoutMs, connectionsCheckingIntervalMs }: Values
): void {
  const { server, log } = fastify
  const progress = new Map<HttpSocket, Progress>()
  const add = (socket: HttpSocket) => {
    if (socket._parent !== undefined) progress.delete(socket._parent)
    progress.set(socket, { bytes: 0, since: 0 })
    socket.once('close', () => progress.delete(socket))
  }
  server.on('connection', add)
  server.on('secureConnection', add)
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [socket, last] of progress) {
      const bytes = bytesTaken(socket)
      if (bytes === undefined || bytes > last.bytes || last.since === 0) {
        last.bytes = bytes ?? 0
        last.since = bytes === undefined ? 0 : now
      } else if (now - last.since >= writeTimeoutMs) {
        const { method, url = '' } = socket._httpMessage?.req ?? {}
        const request = method === undefined ? 'A connection' : `${method} ${redactUrl(url)}`
        log.info(`${request} was cut: its client read nothing for ${writeTimeoutMs} ms`)
        socket.destroy()
      }
    }
  }, connectionsCheckingIntervalMs).unref()
  server.once('close', () => clearInterval(timer))
  fastify.addHook('onClose', async () => clearInterval(timer))
}

/** The bytes of its responses that a client's system has taken; undefined while there is nothing to send. */
function bytesTaken({ writableLength, _handle }: HttpSocket): number | undefined {
  const { bytesWritten = 0, writeQueueSize = 0 } = _handle ?? {}
  return writableLength > 0 || writeQueueSize > 0 ? bytesWritten - writeQueueSize : undefined
}
