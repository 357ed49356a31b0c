import type { FastifyPluginAsync } from 'fastify'

const apis: FastifyPluginAsync = async (fastify) => {
  fastify.get('/hello', async () => ({ status: 'ok' }))

  fastify.get('/protected', { onRequest: fastify.authenticate }, async ({ identity }) => ({ identity }))

  fastify.get<{ Params: { id: string } }>('/rider/:id', ({ params }) =>
    fastify.db.one('SELECT id, name, email FROM rider WHERE id = $1', [params.id])
  )

  fastify.get('/broken', async () => {
    throw new Error('a secret of the piste')
  })
}

export default apis
