import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'

const Activity = Type.Object({
  event: Type.String({ description: 'What happened: signup, login' }),
  // A date as it is in the database; JSON has it as text.
  happenedAt: Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
})

const schema = { summary: 'List your own activity, oldest first', response: { 200: Type.Array(Activity) } }

const apis: FastifyPluginAsyncTypebox = async (fastify) => {
  fastify.get('/mine', { onRequest: fastify.authenticate, schema }, async (request) =>
    fastify.db.all<Type.Static<typeof Activity>>(
      'SELECT event, happened_at AS "happenedAt" FROM activity WHERE account_id = $1 ORDER BY happened_at, event DESC',
      [request.requireIdentity()]
    )
  )
}

export default apis
