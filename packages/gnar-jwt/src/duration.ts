import { ExpiresInError } from './errors.ts'

const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * Parses a duration such as `'15m'` to seconds.
 *
 * @throws ExpiresInError without a unit: 120 could mean seconds, minutes or milliseconds
 */
export function parseSeconds(duration: unknown): number {
  const match = typeof duration === 'string' ? /^([1-9]\d{0,8})([smhd])$/.exec(duration) : null
  if (match === null) {
    throw new ExpiresInError(typeof duration === 'string' ? JSON.stringify(duration) : `a ${typeof duration}`)
  }
  return Number(match[1]) * secondsPerUnit[match[2] as keyof typeof secondsPerUnit]
}
