import Fastify, { type FastifyInstance } from 'fastify'
import gnarJwt from 'gnar-jwt'

/** A protected route: each of its responses brings a fresh token. */
export async function buildProtected(secret: string): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarJwt, { secret })
  fastify.post('/login', async () => ({ token: fastify.createAccessToken('rider') }))
  fastify.get('/me', { onRequest: fastify.authenticate }, async ({ identity }) => ({ name: identity }))
  return fastify
}
