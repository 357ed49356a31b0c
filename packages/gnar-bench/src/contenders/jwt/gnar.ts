import Fastify from 'fastify'
import gnarJwt from 'gnar-jwt'
import { jwtSecret } from '../../loads/token.ts'
import type { Part } from '../../scenario.ts'
import { listen } from '../listen.ts'

/** The protected route with gnar-jwt's defaults. */
export default async function start(): Promise<Part> {
  const app = Fastify()
  await app.register(gnarJwt, { secret: jwtSecret })
  app.get('/', { onRequest: app.authenticate }, async () => ({ status: 'ok' }))
  return listen(app, '/')
}
