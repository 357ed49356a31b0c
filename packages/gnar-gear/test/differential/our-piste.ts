import type { FastifyInstance } from 'fastify'
import { GnarApp, getApp } from 'gnar-gear'

/** Our side of piste/app/apis.py. */
async function apis(fastify: FastifyInstance): Promise<void> {
  const lists = (values: unknown) =>
    Object.fromEntries(Object.entries(Object(values)).map(([name, value]) => [name, [value].flat()]))
  const form = { type: 'object' }
  const fail = async () => {
    throw new Error('a secret of the service')
  }

  fastify.get('/hello', async () => ({ hello: 'world' }))
  fastify.route({
    method: ['GET', 'POST'],
    url: '/protected',
    onRequest: fastify.authenticate,
    handler: async ({ identity }) => ({ identity })
  })
  fastify.get('/optional', { onRequest: fastify.authenticateOptional }, async ({ identity }) => ({
    identity
  }))
  fastify.route({
    method: ['POST', 'PUT'],
    url: '/form',
    schema: { body: { anyOf: [form, { type: 'null' }] } },
    handler: async ({ body, headers }) => (headers['content-type']?.includes('form') ? lists(body) : {})
  })
  fastify.route({
    method: ['POST', 'PUT', 'PATCH'],
    url: '/json',
    handler: async ({ body, headers }) => ({
      body: headers['content-type']?.includes('json') ? (body ?? null) : null
    })
  })
  fastify.get('/args', async ({ query }) => lists(query))
  fastify.get<{ Params: { id: string } }>('/item/:id', async ({ params }) => ({ id: params.id }))
  fastify.get('/fail', fail)
  fastify.get('/fail-protected', { onRequest: fastify.authenticate }, fail)
  fastify.post('/hash', async () => {
    const { generatePasswordHash, checkPasswordHash } = getApp('piste')
    const hash = await generatePasswordHash('correct horse')
    return {
      right: await checkPasswordHash(hash, 'correct horse'),
      wrong: await checkPasswordHash(hash, 'battery staple')
    }
  })
  fastify.delete('/nothing', async (_request, reply) => reply.code(204).send())
  fastify.get('/moved', async (_request, reply) => reply.redirect('/piste/hello'))
  fastify.get('/teapot', async (_request, reply) => reply.code(418).send({ error: 'short and stout' }))
}

/** Starts our service on a free port of 127.0.0.1. */
export async function startOurs(production: boolean, secret: string): Promise<GnarApp> {
  const app = new GnarApp('piste', {
    production,
    port: 0,
    host: '127.0.0.1',
    noDb: true,
    drainDelayMs: 0,
    env: { GNAR_JWT_SECRET_KEY: secret },
    logger: { destination: { write: () => {} } },
    steps: {
      configureRoutes: (fastify) => {
        fastify.register(apis, { prefix: '/piste' })
      }
    }
  })
  return app.run()
}
