import type { FastifyPluginAsync } from 'fastify'

const apis: FastifyPluginAsync = async (fastify) => {
  fastify.get('/mine', { onRequest: fastify.authenticate }, async (request) =>
    fastify.db.all(
      'SELECT event, happened_at AS "happenedAt" FROM activity WHERE account_id = $1 ORDER BY happened_at, event DESC',
      [request.requireIdentity()]
    )
  )
}

export default apis
