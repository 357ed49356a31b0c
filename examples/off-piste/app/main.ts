import { GnarApp } from 'gnar-gear'
import { activityPoll } from './activity/poll.ts'
import { createTables } from './tables.ts'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.OFF_PISTE_PORT ?? 9401)

await new GnarApp('off-piste', {
  production,
  port,
  sqs: activityPoll,
  steps: { postconfig: createTables }
}).run()
