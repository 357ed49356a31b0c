import Fastify, { type FastifyInstance } from 'fastify'
import gnarArgon2 from 'gnar-argon2'
import gnarErrors, { httpError } from 'gnar-errors'
import gnarJwt from 'gnar-jwt'

/** A login with a single user: three plugins, each registered on its own. */
export async function buildApp(secret: string): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarErrors, { name: 'a_la_carte', style: 'problem' })
  await fastify.register(gnarArgon2)
  await fastify.register(gnarJwt, { secret, maxSessionMinutes: 720 })

  const passwords = new Map([['rider', await fastify.generatePasswordHash('gnarly 🤙')]])

  fastify.post<{ Body: { name: string; password: string } }>(
    '/login',
    {
      schema: {
        body: {
          type: 'object',
          required: ['name', 'password'],
          properties: { name: { type: 'string' }, password: { type: 'string' } }
        }
      }
    },
    async ({ body: { name, password } }, reply) => {
      if (!(await fastify.checkPasswordHash(passwords.get(name), password))) {
        throw httpError(401, 'Wrong name or password')
      }
      reply.header('authorization', `Bearer ${fastify.createAccessToken(name)}`)
      return { status: 'ok' }
    }
  )

  fastify.get('/me', { onRequest: fastify.authenticate }, async (request) => ({
    name: request.requireIdentity()
  }))

  return fastify
}
