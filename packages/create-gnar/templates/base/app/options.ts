// @if typescript
import type { GnarAppOptions } from 'gnar-gear'
// @end
// @if queue
import { workPoll } from './work/poll.{{ext}}'
// @end

// @if typescript
/** What this service is, wherever it runs: `main.ts` adds the port, tests add theirs. */
// @end
// @if javascript
/**
 * What this service is, wherever it runs: `main.js` adds the port, tests add theirs.
 *
 * @satisfies {Partial<import('gnar-gear').GnarAppOptions>}
 */
// @end
export const options = {
  appDir: import.meta.dirname,
  // @if postgres
  migrations: 'migrations',
  // @end
  // @if !postgres
  noDb: true,
  // @end
  // @if !tokens
  noJwt: true,
  // @end
  // @if queue
  sqs: workPoll,
  // @end
  // @if openapi
  openapi: {},
  // @end
  // @if !openapi
  openapi: false,
  // @end
  // @if metrics
  metrics: {},
  // @end
  errors: { style: 'http' }
  // @if typescript
} satisfies Partial<GnarAppOptions>
  // @end
  // @if javascript
}
  // @end
