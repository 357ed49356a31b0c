import { custom, defineSettings, integer, longestTimerMs, text } from 'gnar-env'
import type { Claims } from './claims.ts'

const table = {
  /** Signs tokens (HS256); a list signs with the first and verifies with each. At least 32 bytes, by RFC 7518. */
  secret: custom<string | readonly string[]>()({
    variable: 'JWT_SECRET_KEY',
    required: 'at start',
    secret: true,
    example: '<32 random bytes>',
    hint: 'To make one: openssl rand -base64 32',
    meaning: 'signs tokens',
    check: secretFault
  }),
  /** Secret of before a rotation, which still verifies. */
  previousSecret: custom<string>()({
    variable: 'JWT_SECRET_KEY_PREVIOUS',
    secret: true,
    example: '<32 random bytes>',
    meaning: 'secret of before a rotation, which still verifies',
    check: (value) => (Array.isArray(value) ? 'must be text' : secretFault(value))
  }),
  /** Life of a token in minutes, at most ten years. Default 15. */
  accessTokenExpiresMinutes: integer({
    variable: 'JWT_ACCESS_TOKEN_EXPIRES_MINUTES',
    min: 1,
    max: 5_256_000,
    default: 15,
    meaning: 'life of a token in minutes'
  }),
  /** Claim `iss`, signed and required once set. */
  issuer: text({ variable: 'JWT_ISSUER', meaning: 'claim iss, signed and required once set' }),
  /** Claim `aud`, signed and required once set. */
  audience: text({ variable: 'JWT_AUDIENCE', meaning: 'claim aud, signed and required once set' }),
  /** Minutes that a session lasts at most, however often it is refreshed, at most ten years. Default: no end. */
  maxSessionMinutes: integer({
    variable: 'JWT_MAX_SESSION_MINUTES',
    min: 1,
    max: 5_256_000,
    meaning: 'minutes that a session lasts at most'
  }),
  /** Seconds that the clocks of two hosts may differ. Default 5. */
  clockToleranceSeconds: integer({
    min: 0,
    max: 300,
    default: 5,
    meaning: 'seconds that the clocks of two hosts may differ'
  }),
  /** Refreshes a token only in its last so many seconds. Default: at every response. */
  refreshThresholdSeconds: integer({
    min: 1,
    meaning: 'refreshes a token only in its last so many seconds'
  }),
  /** Verified tokens that are remembered. Default 10000. */
  cacheSize: integer({
    min: 1,
    max: 2 ** 24,
    default: 10_000,
    meaning: 'verified tokens that are remembered'
  }),
  /** Whether a token, or its session (claim `sid`), was revoked; asked at every use. */
  isRevoked: custom<(claims: Claims) => boolean | Promise<boolean>>()({
    meaning: 'whether a token was revoked',
    check: (value) => (typeof value === 'function' ? undefined : 'must be a function')
  }),
  /** Milliseconds after which `isRevoked` counts as failed. Default 2000. */
  isRevokedTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 2000,
    meaning: 'milliseconds after which isRevoked counts as failed'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-jwt', table)

function secretFault(value: unknown): string | undefined {
  const secrets: unknown[] = Array.isArray(value) ? value : [value]
  const usable = (secret: unknown) => typeof secret === 'string' && secret.trim() !== ''
  if (secrets.length === 0 || !secrets.every(usable)) return 'must be text that is not empty'
  const isPem = secrets.some((secret) => /-----BEGIN [A-Z0-9 ]+-----/.test(String(secret)))
  return isPem ? 'must be a shared secret, not a PEM key' : undefined
}
