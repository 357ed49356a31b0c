import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import gnarPeer, { type GnarPeerOptions } from '../src/index.ts'

/** What `startEcho` returns: the request as it arrived. */
export interface Echo {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** An app with the plugin; it reads only the variables that a test passes. */
export async function startApp(
  t: Test,
  options: GnarPeerOptions = {},
  addRoutes: (app: FastifyInstance) => void = () => {}
): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true })
  t.after(() => app.close())
  await app.register(gnarPeer, { env: {}, ...options })
  addRoutes(app)
  await app.ready()
  return app
}

/** The URL of a server that returns every request. */
export async function startEcho(t: Test): Promise<string> {
  return startServer(t, async (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
    await new Promise((resolve) => request.once('end', resolve))
    const { method = '', url = '', headers } = request
    const echo: Echo = { method, url, headers, body: Buffer.concat(chunks).toString() }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(echo))
  })
}

/** The URL of an HTTP server on a free port. */
export async function startServer(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The URL of a server that sends whatever bytes `respond` writes, once a request's headers have arrived. */
export async function startRaw(t: Test, respond: (socket: Socket, request: string) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => respond(socket, chunk.toString('latin1')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A promise that a test resolves. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
