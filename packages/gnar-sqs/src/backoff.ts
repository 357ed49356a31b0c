/** How long to wait after the first failure, in milliseconds; each further one doubles it. */
const firstDelayMs = 200

/** The wait before the next attempt: doubled with each failure, capped, and half of it random so that clients spread. */
export function backoffDelayMs(failures: number, maxDelayMs: number): number {
  const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1))
  return delay / 2 + Math.random() * (delay / 2)
}
