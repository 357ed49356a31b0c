import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { withDeadline } from 'gnar-env'
import { CloseTimeoutError } from '../errors.ts'
import { hasServerOptions } from '../options.ts'
import type { StepRow } from '../steps/step.ts'
import { rows } from '../steps/table.ts'

/** How an app shuts down. */
export interface DrainOptions {
  /** How long in milliseconds requests are still served, so that load balancers notice; default 0. */
  drainDelayMs?: number | undefined
  /** How long in milliseconds after that requests and messages in flight may take; default 10000. */
  closeTimeoutMs?: number | undefined
}

/** How often in milliseconds open requests are counted. */
const pollMs = 25

/**
 * Shuts an app down without losing a request: readiness turns to 503 and no SQS receive starts any more, both in this
 * tick; for `drainDelayMs` requests are still served, with `Connection: close`; then the listener closes, requests and
 * messages in flight finish, and Fastify closes.
 *
 * @throws CloseTimeoutError, which lists what was still open, when `closeTimeoutMs` was not enough
 */
export async function drainAndClose(
  fastify: FastifyInstance,
  { drainDelayMs = 0, closeTimeoutMs = 10_000 }: DrainOptions = {}
): Promise<void> {
  for (const row of rows) (row as StepRow).stopping?.(fastify)
  markLastResponses(fastify)
  await sleep(drainDelayMs)

  const stopClosing = closeIdleConnections(fastify)
  try {
    await withDeadline(finish(fastify), closeTimeoutMs, () => {
      const open = openWork(fastify).join(', ') || 'connections without a request'
      throw new CloseTimeoutError(closeTimeoutMs, open)
    })
  } finally {
    stopClosing()
  }
}

/** The work in flight, in words: requests by method and path, and what the steps name. */
export function openWork(fastify: FastifyInstance): string[] {
  const requests = openRequests(fastify).map(({ req }) => `${req.method} ${req.url?.split('?', 1)[0]}`)
  return [...requests, ...rows.flatMap((row) => (row as StepRow).inFlight?.(fastify) ?? [])]
}

/** Fastify itself responds 503 as soon as its close begins, unless an option says otherwise. */
async function finish(fastify: FastifyInstance): Promise<void> {
  const waitsForRequests = fastify.server.listening && hasServerOptions(fastify)
  fastify.server.close()
  while (!waitsForRequests && openRequests(fastify).length > 0) await sleep(pollMs)
  await fastify.close()
}

/** Node keeps the response that a socket is waiting for under this name; it has no public one. */
type HttpSocket = Socket & { _httpMessage?: ServerResponse | null }

const sockets = new WeakMap<object, Set<HttpSocket>>()

/**
 * Remembers the connections of an instance, so that its open requests can be found at shutdown. Nothing is counted per
 * request.
 */
export function watchConnections({ server }: FastifyInstance): void {
  const open = new Set<HttpSocket>()
  sockets.set(server, open)
  server.on('connection', (socket: HttpSocket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
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

/** The requests without a complete response. */
export function openRequests({ server }: FastifyInstance): ServerResponse[] {
  return [...(sockets.get(server) ?? [])].flatMap((socket) => socket._httpMessage ?? [])
}

/** From now on every response, those of open requests included, is the last one on its connection. */
export function markLastResponses(fastify: FastifyInstance): void {
  const mark = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  fastify.server.prependListener('request', (_request, response) => mark(response))
  for (const response of openRequests(fastify)) mark(response)
}

/** How often in milliseconds connections that have become idle are looked for. */
const sweepMs = 25

/** How long in milliseconds a connection may wait for its first request once the listener is closed. */
const silentMs = 1000

/**
 * Closes connections as they become idle, including those that never sent a byte, such as browsers and load balancers
 * open in advance.
 *
 * @returns stops the search
 */
export function closeIdleConnections({ server }: FastifyInstance): () => void {
  const silentUntil = performance.now() + silentMs
  const sweep = setInterval(() => {
    // A server for HTTP/2 has no such function: Fastify's `forceCloseConnections: true` ends its sessions.
    server.closeIdleConnections?.()
    if (performance.now() < silentUntil) return
    for (const socket of sockets.get(server) ?? []) {
      if (socket.bytesRead === 0) socket.destroy()
    }
  }, sweepMs)
  return () => clearInterval(sweep)
}
