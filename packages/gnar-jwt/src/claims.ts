import { isDeepStrictEqual } from 'node:util'
import { ExpiredTokenError, InvalidTokenError, SessionEndedError } from './errors.ts'

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** The claims of a verified token, your app's own included. Frozen, since requests share them. */
export interface Claims {
  /** When the token expires, in seconds since 1970. */
  readonly exp: number
  /** When the token was created, in seconds since 1970, less the clock tolerance; `auth_time` is exact. */
  readonly iat?: number
  /** When the token becomes valid, in seconds since 1970. */
  readonly nbf?: number
  readonly jti?: string
  readonly identity?: Json
  readonly sub?: Json
  readonly fresh?: boolean | number
  readonly type?: 'access'
  /** When the user signed in, in seconds since 1970; refreshes keep it. */
  readonly auth_time?: number
  /** Id of the session, created at sign-in; refreshes keep it. */
  readonly sid?: string
  readonly iss?: string
  readonly aud?: string | readonly string[]
  readonly [name: string]: unknown
}

/** Claims that this package writes itself; an app's own claims must not use their names. */
export const reservedClaims: readonly string[] = [
  ...['iat', 'nbf', 'exp', 'jti', 'iss', 'aud', 'sub', 'identity', 'fresh', 'type', 'auth_time', 'sid']
]

/** The claims that are dates, with their names in PyJWT's messages. */
const dates = [
  { name: 'iat', title: 'Issued At' },
  { name: 'nbf', title: 'Not Before' },
  { name: 'exp', title: 'Expiration Time' },
  { name: 'auth_time', title: 'Authentication Time' }
] as const

/** The last second of the year 9999, the latest that Python's datetime can represent. */
const latestDate = 253_402_300_799

/** What the claims of a token are checked against. */
export interface ClaimRules {
  issuer: string | undefined
  audience: string | undefined
  clockToleranceSeconds: number
  maxSessionMinutes: number | undefined
}

/**
 * Checks everything about the payload of a token that does not depend on the current time.
 *
 * @returns the claims, with all dates as numbers, and their identity
 * @throws InvalidTokenError that names the fault, in the words of PyJWT and flask-jwt-extended where they have any
 */
export function readClaims(payload: Record<string, unknown>, { issuer, audience }: ClaimRules) {
  const claims = withNumericDates(payload)
  if (payload.exp === undefined) throw missing('exp')
  checkIssuer(issuer, payload.iss)
  checkAudience(audience, payload.aud)
  const identity = readIdentity(payload)
  const { type = 'access' } = payload
  if (type === 'refresh') throw new InvalidTokenError('Only access tokens are allowed')
  if (type !== 'access') throw new InvalidTokenError('Missing or invalid claim: type')
  return { claims: claims as Claims, identity }
}

/**
 * Checks what depends on the current time, so at every use of a token.
 *
 * @param now seconds since 1970
 * @throws ExpiredTokenError, SessionEndedError, InvalidTokenError
 */
export function checkTimes(claims: Claims, now: number, rules: ClaimRules): void {
  const { exp, nbf = 0, iat = 0, auth_time = 0 } = claims
  const { clockToleranceSeconds: tolerance } = rules
  if (now >= exp + tolerance) throw new ExpiredTokenError()
  if (nbf > now + tolerance) throw new InvalidTokenError('The token is not yet valid (nbf)')
  if (iat > now + tolerance) throw new InvalidTokenError('The token is not yet valid (iat)')
  if (auth_time > now + tolerance) throw new InvalidTokenError('The token is not yet valid (auth_time)')
  if (now >= sessionEnd(claims, rules) + tolerance) throw new SessionEndedError()
}

/**
 * When the session of a token ends, in seconds since 1970: counted from `auth_time`, else from `iat`; a token without
 * either cannot be renewed beyond its own `exp`.
 */
export function sessionEnd(claims: Claims, { maxSessionMinutes }: ClaimRules): number {
  if (maxSessionMinutes === undefined) return Number.POSITIVE_INFINITY
  const start = claims.auth_time ?? claims.iat
  return start === undefined ? claims.exp : start + maxSessionMinutes * 60
}

/** The payload itself, or a copy where a date is a numeric string, which PyJWT accepts as well. */
function withNumericDates(payload: Record<string, unknown>): Record<string, unknown> {
  let claims = payload
  for (const { name, title } of dates) {
    const value = payload[name]
    if (value === undefined) continue
    const date = toDate(value, `${title} claim (${name})`)
    if (date !== value) claims = { ...claims, [name]: date }
  }
  return claims
}

/** RFC 7519 allows fractional dates. */
function toDate(value: unknown, claim: string): number {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
  if (typeof seconds !== 'number') throw new InvalidTokenError(`${claim} must be an integer.`)
  if (seconds >= 0 && seconds <= latestDate) return seconds
  throw new InvalidTokenError(`${claim} must be a date from 1970 to 9999.`)
}

function checkIssuer(expected: string | undefined, found: unknown): void {
  if (expected === undefined || found === expected) return
  throw found === undefined ? missing('iss') : new InvalidTokenError('Invalid issuer')
}

/** RFC 7519: a token with an audience is for that audience only, so a service without one refuses it. */
function checkAudience(expected: string | undefined, found: unknown): void {
  if (expected === undefined && found === undefined) return
  if (found === undefined) throw missing('aud')
  const audiences = [found].flat()
  if (!audiences.every((audience) => typeof audience === 'string')) {
    throw new InvalidTokenError('Invalid claim format in token')
  }
  if (expected === undefined || !audiences.includes(expected)) throw new InvalidTokenError('Invalid audience')
}

/** flask-jwt-extended 3 writes `identity`, version 4 writes `sub`. */
function readIdentity({ identity, sub }: Record<string, unknown>): Json {
  const both = identity !== undefined && sub !== undefined
  if (both && identity !== sub && !isDeepStrictEqual(identity, sub)) {
    throw new InvalidTokenError('The claims identity and sub differ')
  }
  const found = identity ?? sub
  if (found === undefined || found === null) throw new InvalidTokenError('Missing claim: identity')
  return found as Json
}

function missing(name: string): Error {
  return new InvalidTokenError(`Token is missing the "${name}" claim`)
}
