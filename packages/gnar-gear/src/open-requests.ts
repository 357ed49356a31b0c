import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Node keeps the response that a socket is waiting for under this name; it has no public one. */
type HttpSocket = Socket & { _httpMessage?: ServerResponse | null }

const sockets = new WeakMap<object, Set<HttpSocket>>()

/**
 * Remembers the connections of an instance, so that its open requests can be found when it ends. Nothing is counted
 * while requests come and go.
 */
export function watchConnections({ server }: FastifyInstance): void {
  const open = new Set<HttpSocket>()
  sockets.set(server, open)
  server.on('connection', (socket: HttpSocket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
}

/** The requests that have come in and are not answered to the end. */
export function openRequests({ server }: FastifyInstance): ServerResponse[] {
  return [...(sockets.get(server) ?? [])].flatMap((socket) => socket._httpMessage ?? [])
}

/** From now on every answer, those of open requests included, is the last one on its connection. */
export function markLastAnswers(fastify: FastifyInstance): void {
  const mark = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  fastify.server.prependListener('request', (_request, response) => mark(response))
  for (const response of openRequests(fastify)) mark(response)
}

/** Closes the connections that wait for a next request. */
export function closeIdle({ server }: FastifyInstance): void {
  server.closeIdleConnections()
}

/** Closes the connections that never sent a byte, such as those that browsers and load balancers open in advance. */
export function closeSilent({ server }: FastifyInstance): void {
  for (const socket of sockets.get(server) ?? []) {
    if (socket.bytesRead === 0) socket.destroy()
  }
}
