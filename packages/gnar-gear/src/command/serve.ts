import { Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { forgetConnection } from '../shutdown/connections.ts'
import {
  type ChildMessage,
  type Command,
  commandNames,
  type ParentMessage,
  type ReleasedMessage
} from './protocol.ts'

/**
 * The command that this process serves; undefined when `gnar` did not start it. Only `migrate` needs no parent, so that
 * a production image can run it without gnar-cli.
 */
export function currentCommand(): Command | undefined {
  const command = commandNames.find((name) => name === process.env.GNAR_COMMAND)
  return process.send !== undefined || command === 'migrate' ? command : undefined
}

/** Resolves once the parent has the message, so that the process may exit. */
export function tellParent(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve()
    process.send(message, () => resolve())
  })
}

/** Sends a connection back; resolves once it is out of this process, which may exit then. */
function releaseToParent(socket: Socket): Promise<void> {
  const message: ReleasedMessage = { type: 'released' }
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) {
      socket.destroy()
      resolve()
      return
    }
    process.once('disconnect', resolve)
    process.send(message, socket, undefined, () => {
      process.off('disconnect', resolve)
      resolve()
    })
  })
}

/** Requests in flight get this time in milliseconds once another app serves: no save may add a process for good. */
const replacedTimeoutMs = 30_000

/** The same when the parent is gone, and with it every client's connection to the port. */
const orphanTimeoutMs = 1000

/**
 * Serves the sockets that the parent accepted, in place of a listener.
 *
 * @param drain called once, when the parent asks for it or is gone: finishes the requests in flight within the time
 * that it is given, in milliseconds, and exits when no connection is on its way back to the parent
 */
export function serveFromParent(
  server: Server,
  drain: (closeTimeoutMs: number, released: () => Promise<unknown>) => void
): void {
  const connections = followConnections(server, releaseToParent)
  let draining = false
  const drainOnce = (closeTimeoutMs: number) => {
    if (draining) return
    draining = true
    connections.release()
    drain(closeTimeoutMs, connections.released)
  }
  process.on('message', (message: ParentMessage, socket: Socket | undefined) => {
    if (message.type === 'drain') return drainOnce(replacedTimeoutMs)
    if (message.type !== 'connection') return
    void tellParent({ type: 'taken', id: message.id })
    // A client may be gone before its socket arrives here, and there is no handle then.
    if (socket === undefined) return
    server.emit('connection', socket)
    socket.resume()
  })
  if (process.connected) process.once('disconnect', () => drainOnce(orphanTimeoutMs))
  else drainOnce(orphanTimeoutMs)
}

/** The connections of a development app. */
export interface Connections {
  /** Releases each idle connection, now and as it becomes idle, and ends event streams and WebSockets. */
  release(): void
  /** Resolves when no released connection is on its way any more. */
  released(): Promise<unknown>
}

interface Activity {
  /** Responses that are not sent yet. */
  readonly open: Set<ServerResponse>
  /** Bytes received up to the end of the last request: more means that the next one is on its way. */
  bytes: number
}

/**
 * Follows the connections of a server that does not listen, for which Node's own `closeIdleConnections` does nothing.
 *
 * @param giveAway takes a connection that this process does not read from any more: no byte of its next request is lost
 */
export function followConnections(server: unknown, giveAway: (socket: Socket) => Promise<void>): Connections {
  // The state of a TLS or HTTP/2 connection cannot move to another process.
  if (!(server instanceof Server)) return { release() {}, released: async () => {} }
  const activities = new Map<Socket, Activity>()
  const upgraded = new Set<Socket>()
  const leaving: Promise<void>[] = []
  let releasing = false

  server.on('connection', (socket: Socket) => {
    activities.set(socket, { open: new Set(), bytes: 0 })
    socket.once('close', () => activities.delete(socket))
  })
  server.on('request', (request, response) => {
    const { socket } = request
    const activity = activities.get(socket)
    activity?.open.add(response)
    response.once('close', () => {
      activity?.open.delete(response)
      if (activity !== undefined && request.complete) activity.bytes = socket.bytesRead
      if (releasing) releaseIdle(socket)
    })
  })
  // Without a listener of the app's, ours would take upgrades away from ordinary routes.
  if (server.listenerCount('upgrade') > 0) {
    server.on('upgrade', (_request, socket: Socket) => {
      upgraded.add(socket)
      socket.once('close', () => upgraded.delete(socket))
    })
  }

  function releaseIdle(socket: Socket): void {
    const activity = activities.get(socket)
    if (activity === undefined || activity.open.size > 0 || activity.bytes !== socket.bytesRead) return
    activities.delete(socket)
    if (socket.destroyed) return
    // The HTTP server stops reading at once when its socket is paused.
    socket.pause()
    // A server that is set makes Node ask the other process about the connection before it closes.
    Object.assign(socket, { server: null })
    forgetConnection(server as object, socket)
    leaving.push(giveAway(socket))
  }

  return {
    released: () => Promise.all(leaving),
    release() {
      releasing = true
      for (const socket of upgraded) socket.destroySoon()
      for (const [socket, { open }] of activities) {
        if ([...open].some(isEventStream)) socket.destroySoon()
        else releaseIdle(socket)
      }
    }
  }
}

/** Such a response never ends by itself, and its client connects again. */
function isEventStream(response: ServerResponse): boolean {
  const { accept = '' } = response.req.headers
  return (
    accept.startsWith('text/event-stream') ||
    /^content-type: *text\/event-stream/im.test(sentHeaders(response))
  )
}

/** The headers as sent: Node keeps those that `writeHead` was given only under this name, which is not public. */
function sentHeaders(response: ServerResponse & { _header?: string | null }): string {
  return response._header ?? ''
}
