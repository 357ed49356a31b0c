/** Delay after the first failure, in milliseconds; each further failure doubles it. */
const firstDelayMs = 200

/** Milliseconds before the next attempt: doubled with each failure, capped, and half of it random to spread clients. */
export function backoffDelayMs(failures: number, maxDelayMs: number): number {
  const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1))
  return delay / 2 + Math.random() * (delay / 2)
}
