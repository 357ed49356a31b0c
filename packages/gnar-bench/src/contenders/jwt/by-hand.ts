import fastifyJwt from '@fastify/jwt'
import Fastify from 'fastify'
import { jwtSecret } from '../../loads/token.ts'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { identity: string }
  }
}

/** A protected route with a fresh token in each answer, as one writes it with @fastify/jwt. */
const start: StartPart<{ cache?: boolean }> = async ({ options: { cache = false } }) => {
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
    reply.header('authorization', `Bearer ${app.jwt.sign({ identity })}`)
    reply.header('cache-control', 'no-store')
  })
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}

export default start
