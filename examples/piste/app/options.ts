import type { GnarAppOptions } from 'gnar-gear'
import { createTables } from './tables.ts'

/** What this service is, wherever it runs: `main.ts` adds the port, tests add theirs. */
export const options = {
  appDir: import.meta.dirname,
  steps: { postconfig: createTables }
} satisfies Partial<GnarAppOptions>
