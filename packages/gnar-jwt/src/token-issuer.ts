import { randomUUID } from 'node:crypto'
import { ConfigurationError, type PluginValues, unknownOptions } from 'gnar-env'
import { type ClaimRules, type Claims, type Json, readClaims, reservedClaims, sessionEnd } from './claims.ts'
import { parseSeconds } from './duration.ts'
import { ClaimsError, IdentityError } from './errors.ts'
import type { settings } from './settings.ts'
import { maxTokenLength, readPayload } from './token-format.ts'
import type { Session } from './token-verifier.ts'

/** Maximum lifetime of a token for another service, in seconds: enough for one call and its retries. */
const peerTokenSeconds = 300

/** Options of `createAccessToken`. */
export interface AccessTokenOptions<CustomClaims extends object = object> {
  /** Lifetime of the token with its unit: `'30s'`, `'15m'`, `'2h'`, `'7d'`. Default: `accessTokenExpiresMinutes`. */
  expiresIn?: string
  /** Your app's own claims; refreshes keep them. */
  claims?: Readonly<CustomClaims>
}

/** Creates tokens. */
export interface TokenIssuer {
  /** The first token of a session. */
  create(identity: unknown, options?: AccessTokenOptions): string
  /**
   * The `Authorization` header with a new token for this session, at most one per second; undefined when the token must
   * not be renewed.
   */
  refresh(session: Session): string | undefined
  /** A token that is valid for at most five minutes, for a call to another service on behalf of this session. */
  createPeerToken(session: Session): string | undefined
}

type Values = PluginValues<typeof settings>

/** @param sign signs a payload with the current secret */
export function createTokenIssuer(values: Values, sign: (payload: object) => string): TokenIssuer {
  const { clockToleranceSeconds, refreshThresholdSeconds, issuer, audience } = values
  const lifetimeSeconds = values.accessTokenExpiresMinutes * 60
  const parties = {
    ...(issuer !== undefined && { iss: issuer }),
    ...(audience !== undefined && { aud: audience })
  }

  return {
    create(identity, options = {}) {
      const problems = unknownOptions('createAccessToken', ['expiresIn', 'claims'], options)
      if (problems.length > 0) throw new ConfigurationError(problems)
      const { expiresIn, claims = {} } = options
      const own = toIdentity(identity)
      const custom = toCustomClaims(claims)
      const seconds = expiresIn === undefined ? lifetimeSeconds : parseSeconds(expiresIn)
      const now = nowInSeconds()
      const token = issue({ ...custom, sid: randomUUID() }, own, now, now, seconds)
      refuseUnreadable(token, values)
      return token
    },

    refresh(session) {
      const { claims, identity } = session
      const now = nowInSeconds()
      if (session.renewedAt === now) return session.renewal
      if (!isTruthy(identity)) return undefined
      if (refreshThresholdSeconds !== undefined && claims.exp - now > refreshThresholdSeconds)
        return undefined
      const token = renew(session, now, lifetimeSeconds)
      if (token === undefined) return undefined
      session.renewal = `Bearer ${token}`
      session.renewedAt = now
      return session.renewal
    },

    createPeerToken: (session) => renew(session, nowInSeconds(), peerTokenSeconds)
  }

  function renew({ claims, identity }: Session, now: number, seconds: number): string | undefined {
    if (sessionEnd(claims, values) <= now) return undefined
    const token = issue(claims, identity, sessionStart(claims, now), now, seconds)
    return token.length > maxTokenLength ? undefined : token
  }

  /** Signs the kept claims, overridden by ours. All dates are whole, since not every library accepts fractions. */
  function issue(kept: object, identity: Json, start: number, now: number, seconds: number): string {
    const exp = Math.min(now + seconds, sessionEnd({ auth_time: start, exp: 0 }, values))
    // PyJWT refuses an iat in the future without any tolerance, so ours is earlier by what clocks may differ.
    const iat = now - clockToleranceSeconds
    const nbf = iat - clockToleranceSeconds
    const own = { identity, iat, nbf, exp, jti: randomUUID(), fresh: false, type: 'access', auth_time: start }
    if (typeof identity === 'string') return sign({ ...kept, ...own, ...parties, sub: identity })
    return sign({ ...kept, ...own, ...parties })
  }

  /** A session whose start is unknown is assumed to end with its token. */
  function sessionStart(claims: Claims, now: number): number {
    const { maxSessionMinutes } = values
    const latest = maxSessionMinutes === undefined ? now : claims.exp - maxSessionMinutes * 60
    return Math.floor(claims.auth_time ?? claims.iat ?? latest)
  }
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Truthy as in Python: the original does not refresh a token whose identity is 0, false or empty. */
function isTruthy(identity: Json): boolean {
  if (typeof identity !== 'object' || identity === null) return Boolean(identity)
  return Object.keys(identity).length > 0
}

function toIdentity(value: unknown): Json {
  const identity = toJson(value)
  if (identity === undefined || identity === null) throw new IdentityError()
  return identity
}

function toCustomClaims(value: unknown): object {
  const claims = toJson(value)
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new ClaimsError('claims must be an object')
  }
  const reserved = Object.keys(claims).find((name) => reservedClaims.includes(name))
  if (reserved !== undefined) throw new ClaimsError(`the claim ${reserved} is reserved; choose another name`)
  return claims
}

/** The value after a JSON round trip; throws on unsafe numbers. */
function toJson(value: unknown): Json | undefined {
  try {
    const text = JSON.stringify(value, (_name, member: unknown) => {
      if (typeof member !== 'number' || Math.abs(member) <= Number.MAX_SAFE_INTEGER) return member
      throw new Error('a number is not finite or beyond 2^53 - 1; use a string instead')
    })
    return text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    throw new ClaimsError((error as Error).message)
  }
}

/** Fails at once for a token that every service would refuse. */
function refuseUnreadable(token: string, rules: ClaimRules): void {
  try {
    readClaims(readPayload(token), rules)
  } catch (error) {
    throw new ClaimsError((error as Error).message)
  }
}
