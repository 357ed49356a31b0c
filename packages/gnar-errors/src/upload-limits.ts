import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { defineSettings, integer, longestTimerMs, type OptionsOf, readSettings } from 'gnar-env'

const table = {
  /** Milliseconds within which a whole request of this route must arrive; 0 for any time, as long as bytes arrive. */
  requestTimeoutMs: integer({
    min: 0,
    max: longestTimerMs,
    meaning: 'milliseconds for a whole request of this route'
  })
}
const routeSettings = defineSettings('config.gnarErrors', table)

/** Limits of one route: `config: { gnarErrors: { requestTimeoutMs } }`. */
export type RouteLimits = OptionsOf<typeof table>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Limits of this route, which take the place of those of gnar-errors. */
    gnarErrors?: RouteLimits
  }
}

/** The requests that are watched here, by their socket: Node's own limit does not apply to them. */
const watched = new WeakMap<Socket, IncomingMessage>()

/** Whether a request that took too long for Node has a limit of its own, which is not reached yet. */
export function hasOwnLimit(error: Error & { code?: string }, socket: Socket): boolean {
  if (error.code !== timeoutCode || error instanceof UploadTimeout) return false
  return watched.get(socket)?.complete === false
}

/**
 * Applies the limits of routes: `requestTimeoutMs` for a whole request, and at most `silentMs` without a byte of it.
 *
 * @param silentMs the limit in milliseconds of all other routes
 */
export function limitUploads(fastify: FastifyInstance, silentMs: number): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const given = route.config?.gnarErrors
    if (given === undefined) return
    const { requestTimeoutMs } = readSettings(routeSettings, given)
    if (requestTimeoutMs === undefined) return
    const watch = (request: FastifyRequest, _reply: unknown, done: () => void) => {
      watchUpload(request, requestTimeoutMs, silentMs)
      done()
    }
    route.onRequest = [watch, ...[route.onRequest ?? []].flat()]
  })
}

const timeoutCode = 'ERR_HTTP_REQUEST_TIMEOUT'
class UploadTimeout extends Error {
  readonly code = timeoutCode
}

function watchUpload({ raw, server: { server } }: FastifyRequest, limitMs: number, silentMs: number): void {
  const { socket } = raw
  if (raw.complete || raw.httpVersionMajor > 1) return
  watched.set(socket, raw)
  const begin = performance.now()
  let bytesRead = socket.bytesRead
  let since = begin
  const check = () => {
    const now = performance.now()
    // What the app has not read yet is no fault of the client.
    if (socket.bytesRead !== bytesRead || raw.readableLength > 0 || raw.readableFlowing === null) since = now
    bytesRead = socket.bytesRead
    if (now - since < silentMs && (limitMs === 0 || now - begin < limitMs)) return
    stop()
    if (!raw.complete) server.emit('clientError', new UploadTimeout('Request timeout'), socket)
  }
  const shortest = Math.min(silentMs, limitMs || silentMs)
  const timer = setInterval(check, Math.max(10, Math.min(1000, shortest / 10))).unref()
  const stop = () => clearInterval(timer)
  raw.once('end', stop)
  raw.once('close', stop)
}
