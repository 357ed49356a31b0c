import type { Server } from 'node:net'

/** Lets the process end in spite of a server and of its idle connections. */
export function unrefServer(server: Server): void {
  server.unref()
  server.on('connection', (socket) => socket.unref())
}
