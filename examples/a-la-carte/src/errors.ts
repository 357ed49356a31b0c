import Fastify, { type FastifyInstance } from 'fastify'
import gnarErrors, { httpError } from 'gnar-errors'

/** Every failure is one JSON shape, here problem+json; only the message of an httpError reaches the client. */
export async function buildFailing(): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarErrors, { name: 'a_la_carte', style: 'problem', production: true })
  fastify.get('/taken', async () => {
    throw httpError(409, 'This name is taken')
  })
  fastify.get('/broken', async () => {
    throw new Error('connection to 10.0.0.5 refused')
  })
  return fastify
}
