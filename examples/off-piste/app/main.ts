import { GnarApp } from 'gnar-gear'
import { activityPoll } from './activity/poll.ts'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.OFF_PISTE_PORT ?? 9401)

await new GnarApp('off-piste', {
  production,
  port,
  sqs: activityPoll,
  // Both examples share one database, so that each has a table of its own for its migrations.
  pg: { migrations: 'migrations', migrationsTable: 'off_piste_migrations' }
}).run()
