import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Part } from '../scenario.ts'

/** Listens on a free loopback port and passes the URL to the load. */
export async function listen(app: FastifyInstance, path: string): Promise<Part> {
  // Closing connections one by one would take longer than the turn.
  await app.listen({ host: '127.0.0.1', port: 0, listenTextResolver: () => '' })
  const { port } = app.server.address() as AddressInfo
  return { facts: { url: `http://127.0.0.1:${port}${path}` } }
}
