import { connect, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { withDeadline } from 'gnar-env'
import type { ClientBase, ClientConfig } from 'pg'

/** How long a server may take to read the request; nothing depends on the outcome. */
const timeoutMs = 5000

/** Protocol numbers of the two requests that may come before the start of a session (manual, 54.7). */
const cancelRequestCode = 80_877_102
const sslRequestCode = 80_877_103

/**
 * Asks the server, over a connection of its own as psql does, to cancel what a client is running, so that a statement
 * does not outlive the caller that stopped waiting for it. Never throws.
 *
 * @param config how the client connected
 */
export async function cancelQuery(config: ClientConfig, client: ClientBase): Promise<void> {
  const { processID, secretKey, host = '', port = 5432 } = client as ClientBase & Session
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const { ssl } = config
  await new Promise<void>((resolve) => {
    const socket = connect(address)
    socket.setTimeout(timeoutMs, () => socket.destroy())
    socket.on('error', () => undefined).on('close', () => resolve())
    socket.unref()
    socket.once('connect', () => {
      if (typeof ssl !== 'object') send(socket, request(cancelRequestCode, processID, secretKey))
      else encrypt(socket, host, ssl, request(cancelRequestCode, processID, secretKey))
    })
  })
}

/** As `cancelQuery`, but returns after `waitMs` milliseconds at the latest; the request itself goes on. */
export function cancelWithin(waitMs: number, config: ClientConfig, client: ClientBase): Promise<void> {
  return withDeadline(cancelQuery(config, client), waitMs, () => undefined)
}

/** What a client of `pg` knows of its session. */
interface Session {
  processID?: number | null
  secretKey?: number | null
  host?: string
  port?: number
}

function encrypt(socket: Socket, host: string, ssl: ConnectionOptions, message: Buffer): void {
  socket.write(request(sslRequestCode))
  socket.once('data', (response) => {
    if (response.toString() !== 'S') {
      socket.destroy()
      return
    }
    const secure = connectTls({
      host,
      ...ssl,
      ...hiddenKey(ssl),
      socket,
      ...(isIP(host) === 0 && { servername: host })
    })
    secure.on('error', () => socket.destroy())
    secure.once('secureConnect', () => send(secure, message))
  })
}

/** `pg` hides the key from a copy of the options. */
function hiddenKey({ key }: ConnectionOptions): ConnectionOptions {
  return key === undefined ? {} : { key }
}

/** The server closes the connection without a response. */
function send(socket: Socket, message: Buffer): void {
  socket.resume()
  socket.write(message)
}

function request(...numbers: number[]): Buffer {
  const message = Buffer.alloc(4 + numbers.length * 4)
  for (const [index, number] of [message.length, ...numbers].entries())
    message.writeInt32BE(number, index * 4)
  return message
}
