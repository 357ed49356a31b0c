import type { GnarAppOptions } from 'gnar-gear'
import { activityPoll } from './activity/poll.ts'

/** What this service is, wherever it runs: `main.ts` adds the port, tests add theirs. */
export const options = {
  appDir: import.meta.dirname,
  sqs: activityPoll,
  // Both examples share one database, so each has a table of its own for its migrations.
  pg: { migrations: 'migrations', migrationsTable: 'off_piste_migrations' }
} satisfies Partial<GnarAppOptions>
