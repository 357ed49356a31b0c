import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import gnarPeer, { type GnarPeerOptions } from '../src/index.ts'

/** What a service of these tests answers with: the request that reached it. */
export interface Echo {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** A service that listens on a free port and answers every path with what reached it. */
export async function startService(t: Test, addRoutes: (service: FastifyInstance) => void = () => {}) {
  const service = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true })
  service.removeAllContentTypeParsers()
  service.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  addRoutes(service)
  service.setNotFoundHandler((request) => ({
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: request.body ?? ''
  }))
  service.addHook('onSend', async (_, reply) => {
    if (reply.statusCode === 404) reply.code(200)
  })
  await service.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => service.close())
  return { service, port: (service.server.address() as AddressInfo).port }
}

/** An app with the plugin. */
export async function startApp(
  t: Test,
  options: GnarPeerOptions = {},
  addRoutes: (app: FastifyInstance) => void = () => {}
) {
  const app = Fastify({ forceCloseConnections: true })
  t.after(() => app.close())
  await app.register(gnarPeer, { env: {}, ...options })
  addRoutes(app)
  await app.ready()
  return app
}
