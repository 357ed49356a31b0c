import { isDeepStrictEqual } from 'node:util'
import { ExpiredTokenError, InvalidTokenError, SessionEndedError } from './errors.ts'

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** The claims of a verified token; those of an app's own come beside them. Frozen, since requests share them. */
export interface Claims {
  /** Seconds since 1970 at which the token ends. */
  readonly exp: number
  /** Seconds since 1970 at which it was made, less the tolerance for clocks; `auth_time` is exact. */
  readonly iat?: number
  /** Seconds since 1970 from which on it is valid. */
  readonly nbf?: number
  readonly jti?: string
  readonly identity?: Json
  readonly sub?: Json
  readonly fresh?: boolean | number
  readonly type?: 'access'
  /** Seconds since 1970 at which the user signed in; refreshes keep it. */
  readonly auth_time?: number
  /** Id of the session, made at sign-in; refreshes keep it. */
  readonly sid?: string
  readonly iss?: string
  readonly aud?: string | readonly string[]
  readonly [name: string]: unknown
}

/** Claims that this package writes itself, which an app's own claims must not touch. */
export const reservedClaims: readonly string[] = [
  ...['iat', 'nbf', 'exp', 'jti', 'iss', 'aud', 'sub', 'identity', 'fresh', 'type', 'auth_time', 'sid']
]

/** The dates among the claims, with the names that PyJWT's messages give them. */
const dates = Object.entries({
  iat: 'Issued At',
  nbf: 'Not Before',
  exp: 'Expiration Time',
  auth_time: 'Authentication Time'
})

/** The last second of the year 9999, the latest that Python's datetime can hold. */
const latestDate = 253_402_300_799

/** What a token's claims are held against. */
export interface ClaimRules {
  issuer: string | undefined
  audience: string | undefined
  clockToleranceSeconds: number
  maxSessionMinutes: number | undefined
}

/**
 * Checks everything about the payload of a token that does not change while time passes.
 *
 * @returns the claims, and the identity that they name
 * @throws InvalidTokenError that names the fault, in the words of PyJWT and flask-jwt-extended where they have some
 */
export function readClaims(payload: Record<string, unknown>, { issuer, audience }: ClaimRules) {
  for (const [name, title] of dates) checkDate(title, name, payload[name])
  if (payload.exp === undefined) throw missing('exp')
  checkIssuer(issuer, payload.iss)
  checkAudience(audience, payload.aud)
  const identity = readIdentity(payload)
  const { type = 'access' } = payload
  if (type === 'refresh') throw new InvalidTokenError('Only access tokens are allowed')
  if (type !== 'access') throw new InvalidTokenError('Missing or invalid claim: type')
  return { claims: payload as Claims, identity }
}

/**
 * Checks what does change while time passes, so at every use of a token.
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
 * When the session of a token ends, in seconds since 1970: counted from sign-in, without that claim from the making of
 * the token; a token that has neither cannot be prolonged beyond its own end.
 */
export function sessionEnd(claims: Claims, { maxSessionMinutes }: ClaimRules): number {
  if (maxSessionMinutes === undefined) return Number.POSITIVE_INFINITY
  const start = claims.auth_time ?? claims.iat
  return start === undefined ? claims.exp : start + maxSessionMinutes * 60
}

function checkDate(title: string, name: string, value: unknown): void {
  if (value === undefined) return
  if (!Number.isInteger(value)) throw new InvalidTokenError(`${title} claim (${name}) must be an integer.`)
  const seconds = value as number
  if (seconds >= 0 && seconds <= latestDate) return
  throw new InvalidTokenError(`${title} claim (${name}) must be a date from 1970 to 9999.`)
}

function checkIssuer(expected: string | undefined, found: unknown): void {
  if (expected === undefined || found === expected) return
  throw found === undefined ? missing('iss') : new InvalidTokenError('Invalid issuer')
}

/** RFC 7519: a token that names its audience is for nobody else, so neither for a service without a name. */
function checkAudience(expected: string | undefined, found: unknown): void {
  if (expected === undefined && found === undefined) return
  if (found === undefined) throw missing('aud')
  if (expected === undefined || ![found].flat().includes(expected))
    throw new InvalidTokenError('Invalid audience')
}

/** The original's services say `identity`, later versions of their library `sub`. */
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
