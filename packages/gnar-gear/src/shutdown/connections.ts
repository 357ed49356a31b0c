import type { Server, ServerResponse } from 'node:http'
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'

/**
 * What Node keeps on a socket without a public name: the response that it is waiting for or still sending, the parser
 * (null after an upgrade, undefined if the protocol is not HTTP/1), and the socket below TLS.
 */
type HttpSocket = Socket & { _httpMessage?: ServerResponse | null; parser?: object | null; _parent?: Socket }

/** How many bytes a connection had received, and since when. */
interface Arrival {
  bytesRead: number
  since: number
}

/** The connections of all servers of an instance. */
interface Connections {
  readonly servers: Set<Server>
  readonly sockets: Map<HttpSocket, Arrival>
  readonly sessions: Set<ServerHttp2Session>
  /** The streams of HTTP/2 by their method and path. */
  readonly streams: Map<ServerHttp2Stream, string>
}

const followed = new WeakMap<object, Connections>()

/**
 * Follows the connections of an instance, so that its open requests can be found at shutdown. Over HTTP/1 nothing is
 * counted per request.
 */
export function watchConnections(fastify: FastifyInstance): void {
  const connections: Connections = {
    servers: new Set(),
    sockets: new Map(),
    sessions: new Set(),
    streams: new Map()
  }
  followed.set(fastify.server, connections)
  follow(fastify.server, connections)
  fastify.addHook('onListen', async () => {
    for (const server of otherServers(fastify)) follow(server, connections)
  })
}

/** Stops following a connection that another process serves from now on: to close it here would close it there. */
export function forgetConnection(server: object, socket: Socket): void {
  followed.get(server)?.sockets.delete(socket)
}

/** `listen({ host: 'localhost' })` opens one server per address; Fastify keeps all but the first under this symbol. */
function otherServers(instance: object | null): readonly Server[] {
  if (instance === null) return []
  const key = Object.getOwnPropertySymbols(instance).find(
    ({ description }) => description === 'fastify.serverBindings'
  )
  if (key !== undefined) return (instance as Record<symbol, readonly Server[]>)[key] ?? []
  return otherServers(Object.getPrototypeOf(instance))
}

function follow(server: Server, { servers, sockets, sessions, streams }: Connections): void {
  servers.add(server)
  const add = (socket: HttpSocket) => {
    if (socket._parent !== undefined) sockets.delete(socket._parent)
    sockets.set(socket, { bytesRead: socket.bytesRead, since: performance.now() })
    socket.once('close', () => sockets.delete(socket))
  }
  server.on('connection', add)
  if (server instanceof TlsServer) server.on('secureConnection', add)
  if (server.closeIdleConnections !== undefined) {
    // Node's own also closes connections whose response is not yet sent, and server.close() calls it.
    server.closeIdleConnections = () => {
      for (const socket of sockets.keys()) if (isIdle(socket)) socket.destroy()
    }
  }
  const http2 = server as unknown as Http2Server
  http2.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  if (!isHttp2(server)) return
  http2.on('stream', (stream, headers) => {
    streams.set(stream, nameOf(String(headers[':method']), headers[':path']))
    stream.once('close', () => streams.delete(stream))
  })
}

function isHttp2(server: object): boolean {
  return 'updateSettings' in server
}

function connectionsOf({ server }: FastifyInstance): Connections | undefined {
  return followed.get(server)
}

/** Stops listening on every address. */
export function stopListening(fastify: FastifyInstance): void {
  for (const server of connectionsOf(fastify)?.servers ?? [fastify.server]) server.close()
}

/** Whether Fastify's own close waits for the requests of the instance: it waits for those of its first address only. */
export function hasOneServer(fastify: FastifyInstance): boolean {
  return connectionsOf(fastify)?.servers.size === 1
}

/** Whether clients are still connected. */
export function hasConnections(fastify: FastifyInstance): boolean {
  return (connectionsOf(fastify)?.sockets.size ?? 0) > 0
}

/** Cuts every connection. */
export function destroyConnections(fastify: FastifyInstance): void {
  const { sessions = [], sockets = new Map<HttpSocket, Arrival>() } = connectionsOf(fastify) ?? {}
  for (const session of sessions) session.destroy()
  for (const socket of sockets.keys()) socket.destroy()
}

/**
 * Lets `fastify.close()` finish with the requests in flight: Fastify closes idle connections once, so that those of open
 * requests would stay open for as long as keep-alive lasts.
 */
export function closeConnectionsOnClose(fastify: FastifyInstance): void {
  let stop = () => {}
  fastify.addHook('preClose', async () => {
    markLastResponses(fastify)
    stop = closeIdleConnections(fastify)
  })
  fastify.addHook('onClose', async () => stop())
}

/**
 * The requests without a complete response, by method and path. Event streams and upgraded connections are not among
 * them, since they have no end of their own, nor is a request whose client stopped sending it.
 */
export function openRequests(fastify: FastifyInstance): string[] {
  const { sockets = new Map<HttpSocket, Arrival>(), streams = new Map<ServerHttp2Stream, string>() } =
    connectionsOf(fastify) ?? {}
  const requests = [...sockets].flatMap(([socket, arrival]) => {
    const response = responseInFlight(socket)
    if (response === undefined || quietUploadMs(response, arrival) > quietMs) return []
    return nameOf(response.req.method ?? '', response.req.url)
  })
  return [...requests, ...[...streams].flatMap(([stream, name]) => (isEndless(stream) ? [] : name))]
}

function nameOf(method: string, path = ''): string {
  return `${method} ${path.split('?', 1)[0]}`
}

/** From now on every response, those of open requests included, is the last one on its connection. */
export function markLastResponses(fastify: FastifyInstance): void {
  const mark = (response: ServerResponse) => {
    if (!response.headersSent && response.req.httpVersionMajor < 2) response.setHeader('connection', 'close')
  }
  const { servers = [fastify.server], sockets = new Map<HttpSocket, Arrival>() } =
    connectionsOf(fastify) ?? {}
  for (const server of servers) {
    server.prependListener('request', (_request, response) => mark(response))
  }
  for (const { _httpMessage: response } of sockets.keys()) if (response) mark(response)
}

/** How often in milliseconds connections that are done are looked for. */
const sweepMs = 25
/** How long in milliseconds a client may take for the rest of a request's headers, or to close an upgraded connection. */
const graceMs = 500
/** After how many milliseconds without a byte an incomplete request does not count as work in flight. */
const quietMs = 500
/** After how many milliseconds without a byte an incomplete request is cut: clients of mobile networks pause, too. */
const stalledMs = 2500

/**
 * Closes connections as they are done: idle ones and event streams at once; after a grace period those without a whole
 * request, such as browsers open in advance, and upgraded ones. A response is done once all of it is sent.
 *
 * @returns stops the search
 */
export function closeIdleConnections(fastify: FastifyInstance): () => void {
  const connections = connectionsOf(fastify)
  if (connections === undefined) return () => {}
  const begin = performance.now()
  const sweep = setInterval(() => {
    const now = performance.now()
    for (const session of connections.sessions) if (!session.closed) session.close()
    for (const stream of connections.streams.keys()) if (isEndless(stream)) stream.close()
    for (const [socket, arrival] of connections.sockets) {
      if (socket.bytesRead !== arrival.bytesRead) {
        arrival.bytesRead = socket.bytesRead
        arrival.since = now
      }
      closeIfDone(socket, arrival, now - begin)
    }
  }, sweepMs)
  return () => clearInterval(sweep)
}

function closeIfDone(socket: HttpSocket, arrival: Arrival, ageMs: number): void {
  const { _httpMessage: response, parser } = socket
  if (parser === undefined) {
    // HTTP/2 ends its sessions itself; a client may never finish its TLS handshake.
    if (socket.writableFinished || (ageMs > graceMs && isHandshake(socket))) socket.destroy()
    return
  }
  if (socket.writableEnded && socket.writableLength === 0) {
    socket.destroy()
    return
  }
  if (parser === null) {
    closeWithin(socket, ageMs, graceMs)
    return
  }
  if (response) {
    if (isEventStream(response)) endStream(socket, response, ageMs)
    else if (quietUploadMs(response, arrival) > stalledMs) socket.destroy()
    return
  }
  const isQuiet = performance.now() - arrival.since >= (socket.bytesWritten > 0 ? sweepMs : graceMs / 2)
  if (ageMs > graceMs || isQuiet) closeWithin(socket, ageMs, 0)
}

/** Closes a connection after a while, and cuts it when it does not take what is left to send. */
function closeWithin(socket: HttpSocket, ageMs: number, afterMs: number): void {
  if (ageMs > afterMs + graceMs) socket.destroy()
  else if (ageMs > afterMs && !socket.writableEnded) socket.destroySoon()
}

/** Ends an event stream as a whole response; its client connects again, to the next process. */
function endStream(socket: HttpSocket, response: ServerResponse, ageMs: number): void {
  if (socket.writableEnded || socket.writableLength > 0) {
    closeWithin(socket, ageMs, graceMs)
    return
  }
  if (response.chunkedEncoding && !response.writableEnded) socket.write('0\r\n\r\n')
  socket.destroySoon()
}

/** The response that a request on a connection is waiting for, or that is not yet sent as a whole. */
function responseInFlight(socket: HttpSocket): ServerResponse | undefined {
  const { _httpMessage: response, parser } = socket
  if (!response || !parser || isEventStream(response)) return undefined
  return socket.writableEnded && socket.writableLength === 0 ? undefined : response
}

function isIdle(socket: HttpSocket): boolean {
  const { _httpMessage: response, parser, bytesWritten, writableLength } = socket
  return !response && Boolean(parser) && bytesWritten > 0 && writableLength === 0
}

/** For how long a client has sent nothing of a request body that is waited for. */
function quietUploadMs({ req, headersSent }: ServerResponse, { since }: Arrival): number {
  const waits = !req.complete && !headersSent && req.readableFlowing !== null && req.readableLength === 0
  return waits ? performance.now() - since : 0
}

/** Node writes the headers into one text and forgets them. */
function isEventStream(response: ServerResponse & { _header?: string | null }): boolean {
  return response.headersSent && /^content-type:\s*text\/event-stream/im.test(response._header ?? '')
}

/** Event streams and tunnels, such as WebSockets over HTTP/2. */
function isEndless({
  sentHeaders
}: ServerHttp2Stream & { sentHeaders?: { [name: string]: unknown } }): boolean {
  return String(sentHeaders?.['content-type']).startsWith('text/event-stream')
}

function isHandshake(socket: HttpSocket): boolean {
  return 'server' in socket && socket.server instanceof TlsServer && !('encrypted' in socket)
}
