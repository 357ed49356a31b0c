import type { GnarAppOptions } from 'gnar-gear'
import { activityPoll } from './activity/poll.ts'
import { createTables } from './tables.ts'

/** What this service is, wherever it runs: `main.ts` adds the port, tests add theirs. */
export const options = {
  appDir: import.meta.dirname,
  sqs: activityPoll,
  steps: { postconfig: createTables }
} satisfies Partial<GnarAppOptions>
