import { Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

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
