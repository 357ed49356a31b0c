import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy whose faults a test controls. Every change applies to open connections and to new ones. */
export interface Proxy {
  /** Port on 127.0.0.1 to connect to; the same after `refuse` and `pass`. */
  readonly port: number
  /** Number of connected clients. */
  readonly connections: number
  /** Forwards bytes both ways again. Resolves when new connections are accepted. */
  pass(): Promise<void>
  /** Resets every connection and refuses new ones. */
  refuse(): Promise<void>
  /** Resets every connection, and each new one as soon as it opens. */
  reset(): void
  /** Keeps connections open, accepts new ones, and forwards nothing until `pass`. */
  stall(): void
  /** From now on resets each connection after so many bytes of the server's responses; 0 cuts it after a request was forwarded. */
  cutAfter(bytes: number): void
  close(): Promise<void>
}

/** Starts a proxy in front of `port` on `host` (default 127.0.0.1). */
export async function startProxy(target: { port: number; host?: string }): Promise<Proxy> {
  const resetting = new WeakSet<Socket>()
  const pairs = new Set<{ client: Socket; server: Socket; responded: number }>()
  let mode: 'pass' | 'reset' | 'stall' = 'pass'
  let limit = Number.POSITIVE_INFINITY

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (mode === 'reset') {
      reset(client.on('error', () => {}))
      return
    }
    const server = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true })
    const pair = { client, server, responded: 0 }
    pairs.add(pair)
    forward(client, server, () => true)
    forward(server, client, (chunk) => {
      pair.responded += chunk.length
      return pair.responded <= limit
    })
    const end = () => {
      pairs.delete(pair)
      for (const socket of [client, server]) if (!resetting.has(socket)) socket.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    if (mode === 'stall') for (const socket of [client, server]) socket.pause()
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo

  function forward(from: Socket, to: Socket, allowed: (chunk: Buffer) => boolean): void {
    from.on('data', (chunk) => {
      if (!allowed(chunk)) resetAll([from, to])
      else if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => {
      if (mode !== 'stall') from.resume()
    })
    from.on('end', () => to.end())
  }

  function resetAll(sockets: Iterable<Socket>): void {
    for (const socket of sockets) reset(socket)
  }

  /** Node 20 never closes a socket that is reset while it ends, or destroyed while it resets, and hangs at exit. */
  function reset(socket: Socket): void {
    if (socket.writableEnded) socket.destroy()
    else resetting.add(socket.resetAndDestroy())
  }

  async function stopListening(): Promise<void> {
    for (const { client, server } of pairs) resetAll([client, server])
    if (!listener.listening) return
    listener.close()
    await once(listener, 'close')
  }

  return {
    port,
    get connections() {
      return pairs.size
    },
    async pass() {
      mode = 'pass'
      limit = Number.POSITIVE_INFINITY
      for (const { client, server } of pairs) {
        client.resume()
        server.resume()
      }
      if (listener.listening) return
      listener.listen(port, '127.0.0.1')
      await once(listener, 'listening')
    },
    refuse: stopListening,
    reset() {
      mode = 'reset'
      for (const { client, server } of pairs) resetAll([client, server])
    },
    stall() {
      mode = 'stall'
      for (const { client, server } of pairs) {
        client.pause()
        server.pause()
      }
    },
    cutAfter(bytes) {
      mode = 'pass'
      limit = bytes
      for (const pair of pairs) pair.responded = 0
    },
    close: stopListening
  }
}
