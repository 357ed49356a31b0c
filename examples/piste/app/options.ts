import type { GnarAppOptions } from 'gnar-gear'

/** What this service is, wherever it runs: `main.ts` adds the port, tests add theirs. */
export const options = {
  appDir: import.meta.dirname,
  migrations: 'migrations'
} satisfies Partial<GnarAppOptions>
