import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { PortError } from './errors.ts'

/** The port of the development server, which stays open while the apps behind it come and go. */
export interface Listener {
  /** The address to show; undefined while nothing listens. */
  readonly url: string | undefined
  /**
   * Moves to the address that the app wants; `localhost` means both loopback addresses.
   *
   * @throws PortError, and keeps listening where it was
   */
  listen(place: Place): Promise<void>
  /** From now on `take` gets each connection, paused, including those that wait. */
  giveTo(take: (socket: Socket) => void): void
  /** Treats these connections as new ones. */
  takeBack(sockets: Iterable<Socket>): void
  /** From now on connections wait until an app takes them. */
  hold(): void
  /** From now on each request, including those that wait, gets status 503 with this text. */
  refuse(message: string): void
  /** Closes the connections that wait, and resolves when nothing listens. */
  close(): Promise<void>
}

export interface Place {
  host: string
  port: number
}

export function createListener(): Listener {
  let servers: Server[] = []
  let current: Place | undefined
  let moving = Promise.resolve()
  let url: string | undefined
  let closed = false
  const waiting = new Set<Socket>()
  const refused = new Set<Socket>()
  let accept: (socket: Socket) => void = wait

  function wait(socket: Socket): void {
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  function takeOver(take: (socket: Socket) => void): void {
    accept = take
    const sockets = [...waiting]
    waiting.clear()
    for (const socket of sockets) take(socket)
  }

  async function move(place: Place): Promise<void> {
    const { host, port } = place
    // An app that is shutting down may still ask.
    if (closed) return
    if (current?.host === host && current.port === port) return
    const opened = await open(place).catch((error: NodeJS.ErrnoException) => {
      throw new PortError(`${host}:${port}`, error.code ?? error.message)
    })
    for (const server of servers) server.close()
    servers = opened
    current = place
    url = `http://${shown(host)}:${portOf(opened[0] as Server)}`
  }

  async function open({ host, port }: Place): Promise<Server[]> {
    if (host !== 'localhost') return [await listenOn({ port, host })]
    const first = await listenOn({ port, host: '127.0.0.1' })
    try {
      return [first, await listenOn({ port: portOf(first), host: '::1' })]
    } catch (error) {
      if (isMissingAddress(error)) return [first]
      first.close()
      throw error
    }
  }

  async function listenOn(place: Place): Promise<Server> {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => accept(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(place, resolve)
    })
    return server
  }

  return {
    get url() {
      return url
    },
    listen(place) {
      // One at a time, so that no port is opened twice.
      moving = moving.catch(() => {}).then(() => move(place))
      return moving
    },
    giveTo: takeOver,
    takeBack(sockets) {
      for (const socket of sockets) accept(socket)
    },
    hold() {
      accept = wait
    },
    refuse(message) {
      const server = refusingServer(message)
      takeOver((socket) => {
        refused.add(socket)
        socket.once('close', () => refused.delete(socket))
        server.emit('connection', socket)
        socket.resume()
      })
    },
    async close() {
      closed = true
      takeOver((socket) => socket.destroy())
      for (const socket of refused) socket.destroy()
      // A move in progress may still open servers.
      await moving.catch(() => {})
      for (const server of servers) server.close()
    }
  }
}

function refusingServer(message: string) {
  const body = JSON.stringify({ error: message })
  return createHttpServer((_request, reply) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
    reply.writeHead(503, headers).end(body)
  })
}

/** Whether the machine has no such address, such as `::1` without IPv6. */
function isMissingAddress(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
