import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { MetricsPortError } from './errors.ts'

interface ServerOptions {
  path: string
  port: number
  host?: string | undefined
  production: boolean
}

/**
 * Serves the metrics on a port of their own until the app has closed, so that its last seconds are seen as well.
 *
 * @throws MetricsPortError when the port is not free
 */
export async function serveMetrics(
  fastify: FastifyInstance,
  registry: Registry,
  { path, port, production, host = production ? '::' : '127.0.0.1' }: ServerOptions
): Promise<void> {
  const server = createServer(async (request, response) => {
    const [requested] = (request.url ?? '').split('?', 1)
    if (requested !== path || request.method !== 'GET') {
      response.writeHead(404).end()
      return
    }
    const body = await registry.metrics().catch(() => undefined)
    if (body === undefined) response.writeHead(500).end()
    else
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(body)
  })
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new MetricsPortError(port, (cause as Error).message, { cause })
  }
  fastify.addHook('onClose', () => {
    server.close()
    server.closeAllConnections()
  })
  const { address, port: actual } = server.address() as AddressInfo
  const shown = address.includes(':') ? `[${address}]` : address
  fastify.log.info(`Metrics are at http://${shown}:${actual}${path}`)
}
