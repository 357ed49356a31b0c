import { sqsPoll } from 'gnar-gear'
import Type from 'typebox'

/** An event that piste reports. */
const Activity = Type.Object({ account: Type.String(), event: Type.String(), at: Type.Integer() })

/** Writes one row per message; if SQS delivers a message twice, its id prevents a second row. */
export const activityPoll = sqsPoll({
  queueName: 'activity',
  schema: Activity,
  waitTimeSeconds: 2,
  intervalSeconds: 0,
  callback: async ({ MessageId }, { body, fastify }) => {
    await fastify.db.run(
      'INSERT INTO activity (message_id, account_id, event, happened_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [MessageId, body.account, body.event, new Date(body.at)]
    )
  }
})
