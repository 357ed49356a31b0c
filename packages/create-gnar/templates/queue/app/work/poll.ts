import { sqsPoll } from 'gnar-gear'
import Type from 'typebox'

const Work = Type.Object({ text: Type.String() })

// @if postgres
/** Writes one note per message; if SQS delivers a message twice, its id prevents a second note. */
// @end
// @if !postgres
/** SQS may deliver a message twice: what the callback does must stand that. */
// @end
export const workPoll = sqsPoll({
  queueName: '{{name}}-work',
  schema: Work,
  // @if postgres
  callback: async ({ MessageId }, { body, fastify }) => {
    await fastify.db.run(
      'INSERT INTO note (message_id, text) VALUES ($1, $2) ON CONFLICT (message_id) DO NOTHING',
      [MessageId, body.text]
    )
  }
  // @end
  // @if !postgres
  callback: async (_message, { body, fastify }) => {
    fastify.log.info({ text: body.text }, 'Work received')
  }
  // @end
})
