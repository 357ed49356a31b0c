import { randomUUID } from 'node:crypto'
import fastifyJwt from '@fastify/jwt'
import Fastify from 'fastify'
import { jwtSecret } from '../../loads/token.ts'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: object
  }
}

/**
 * A protected route with a fresh token in each response, written with @fastify/jwt; with option `fleet`, the
 * tokens have the claims that a Python service needs.
 */
const start: StartPart<{ cache?: boolean; fleet?: boolean }> = async ({
  options: { cache = false, fleet = false }
}) => {
  const app = Fastify()
  await app.register(fastifyJwt, {
    secret: jwtSecret,
    sign: { expiresIn: '15m' },
    verify: { algorithms: ['HS256'], cache }
  })
  app.addHook('onRequest', async (request) => {
    await request.jwtVerify()
  })
  app.addHook('onSend', async (request, reply) => {
    const { identity } = request.user as { identity: string }
    const claims = fleet ? fleetClaims(identity) : { identity }
    reply.header('authorization', `Bearer ${app.jwt.sign(claims)}`)
    reply.header('cache-control', 'no-store')
  })
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}

/** Claims that flask-jwt-extended 3 and 4 require, in addition to the `iat` and `exp` that @fastify/jwt adds. */
function fleetClaims(identity: string) {
  const nbf = Math.floor(Date.now() / 1000)
  return { nbf, jti: randomUUID(), identity, sub: identity, fresh: false, type: 'access' }
}

export default start
