/** Methods that may be sent twice (RFC 9110, 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
/** Statuses after which another attempt may succeed. */
const busy: ReadonlySet<number> = new Set([502, 503, 504])

const firstDelayMs = 100

/** Whether a method may be sent twice. */
export function isIdempotent(method: string): boolean {
  return idempotent.has(method)
}

/** Whether a status says that another attempt may succeed. */
export function isBusy(status: number): boolean {
  return busy.has(status)
}

/**
 * Milliseconds to wait before the next attempt: what `Retry-After` asks for, else a growing delay of which half is
 * random, so that callers that failed together do not return together.
 *
 * @param attempt number of attempts so far
 */
export function retryDelayMs(attempt: number, retryAfter?: string | undefined): number {
  const asked = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter)
  if (asked !== undefined) return asked
  const delayMs = firstDelayMs * 2 ** (attempt - 1)
  return delayMs / 2 + (Math.random() * delayMs) / 2
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
function parseRetryAfter(value: string): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
