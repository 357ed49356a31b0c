import { withDeadline } from 'gnar-env'

/** Checks one dependency: passes unless it throws, rejects, or exceeds its timeout, which aborts `signal`. */
export type HealthCheck = (signal: AbortSignal) => unknown

export interface HealthCheckOptions {
  /** Milliseconds after which a running check counts as failed; default 1000. */
  timeoutMs?: number | undefined
  /** Milliseconds for which an outcome is reused, however often the probe is called; default 1000. */
  maxAgeMs?: number | undefined
}

/** Why a check failed; undefined when it passed. */
export type Reason = string | undefined

/**
 * Runs a check at most once per `maxAgeMs` and never twice at a time, so that no number of probes can overload a
 * dependency, especially a stalled one.
 *
 * @param onChange called with the reason when a passing check fails, and with undefined when it recovers
 */
export function createHealthCheck(
  check: HealthCheck,
  { timeoutMs = 1000, maxAgeMs = 1000 }: HealthCheckOptions,
  onChange: (reason: Reason) => void
): () => Promise<Reason> {
  let outcome: Promise<Reason> = Promise.resolve(undefined)
  let lastReason: Reason
  let running = false
  let settledAt = Number.NEGATIVE_INFINITY

  async function run(): Promise<Reason> {
    running = true
    const abort = new AbortController()
    const result = attempt(check, abort.signal).finally(() => {
      running = false
      settledAt = performance.now()
    })
    const reason = await withDeadline(result, timeoutMs, () => `no response within ${timeoutMs} ms`)
    abort.abort()
    if ((reason === undefined) !== (lastReason === undefined)) onChange(reason)
    lastReason = reason
    return reason
  }

  return () => {
    const fresh = performance.now() - settledAt < maxAgeMs
    if (!running && !fresh) outcome = run()
    return outcome
  }
}

async function attempt(check: HealthCheck, signal: AbortSignal): Promise<Reason> {
  try {
    await check(signal)
    return undefined
  } catch (error) {
    return describe(error)
  }
}

/** Node's AggregateError for a refused connection has a code and no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return error.message || code || error.name
}
