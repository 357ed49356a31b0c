import { connect, createServer, type Socket } from 'node:net'
import { PortError } from './errors.ts'

/** The debugger's port, which stays open while apps come and go, each with an inspector on another port. */
export interface InspectorPort {
  /**
   * Listens on the loopback address.
   *
   * @throws PortError when the port is taken
   */
  listen(): Promise<void>
  /** From now on debuggers reach this inspector; those attached to the previous one are disconnected. */
  giveTo(inspectorUrl: string): void
  close(): void
}

const host = '127.0.0.1'

export function createInspectorPort(port: number): InspectorPort {
  const debuggers = new Set<Socket>()
  let target: number | undefined
  const server = createServer(accept)

  function accept(client: Socket): void {
    if (target === undefined) {
      client.destroy()
      return
    }
    const inspector = connect(target, host)
    debuggers.add(client)
    client.pipe(inspector).pipe(client)
    for (const [end, other] of [
      [client, inspector],
      [inspector, client]
    ] as const) {
      end.on('error', () => end.destroy())
      end.once('close', () => other.destroy())
    }
    client.once('close', () => debuggers.delete(client))
  }

  function disconnect(): void {
    for (const client of debuggers) client.destroy()
  }

  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, resolve)
      }).catch((error: NodeJS.ErrnoException) => {
        throw new PortError(`${host}:${port}`, error.code ?? error.message)
      })
    },
    giveTo(inspectorUrl) {
      const port = Number(new URL(inspectorUrl).port)
      if (port === target) return
      target = port
      disconnect()
    },
    close() {
      server.close()
      disconnect()
    }
  }
}
