import { custom, defineSettings, integer, longestTimerMs, text } from 'gnar-env'
import type { Claims } from './claims.ts'
import { keyKind } from './key-kind.ts'

const table = {
  /** Signs tokens (HS256). In a list, the first one signs and each verifies. At least 32 bytes (RFC 7518). */
  secret: custom<string | readonly string[]>()({
    variable: 'JWT_SECRET_KEY',
    required: 'at start',
    secret: true,
    example: '<32 random bytes>',
    hint: 'To make one: openssl rand -base64 32',
    meaning: 'signs tokens',
    check: secretFault
  }),
  /** The previous secret, still accepted during rotation. */
  previousSecret: custom<string>()({
    variable: 'JWT_SECRET_KEY_PREVIOUS',
    secret: true,
    example: '<32 random bytes>',
    meaning: 'the previous secret, still accepted during rotation',
    check: (value) => (Array.isArray(value) ? 'must be text' : secretFault(value))
  }),
  /** Lifetime of a token in minutes, at most ten years. Default 15. */
  accessTokenExpiresMinutes: integer({
    variable: 'JWT_ACCESS_TOKEN_EXPIRES_MINUTES',
    min: 1,
    max: 5_256_000,
    default: 15,
    meaning: 'lifetime of a token in minutes'
  }),
  /** Claim `iss`, signed and required once set. */
  issuer: text({ variable: 'JWT_ISSUER', meaning: 'claim iss, signed and required once set' }),
  /** Claim `aud`, signed and required once set. */
  audience: text({ variable: 'JWT_AUDIENCE', meaning: 'claim aud, signed and required once set' }),
  /** Maximum duration of a session in minutes, however often it is refreshed; at most ten years. Default: unlimited. */
  maxSessionMinutes: integer({
    variable: 'JWT_MAX_SESSION_MINUTES',
    min: 1,
    max: 5_256_000,
    meaning: 'maximum duration of a session in minutes'
  }),
  /** How many seconds the clocks of two hosts may differ. Default 5. */
  clockToleranceSeconds: integer({
    min: 0,
    max: 300,
    default: 5,
    meaning: 'how many seconds the clocks of two hosts may differ'
  }),
  /** Refresh a token only when fewer than this many seconds remain. Default: with every response. */
  refreshThresholdSeconds: integer({
    min: 1,
    meaning: 'refresh only when fewer than this many seconds remain'
  }),
  /** Maximum number of verified tokens to remember. Default 10000. */
  cacheSize: integer({
    min: 1,
    max: 2 ** 24,
    default: 10_000,
    meaning: 'maximum number of verified tokens to remember'
  }),
  /** Whether a token, or its session (claim `sid`), is revoked; called at every use. */
  isRevoked: custom<(claims: Claims) => boolean | Promise<boolean>>()({
    meaning: 'whether a token is revoked',
    check: (value) => (typeof value === 'function' ? undefined : 'must be a function')
  }),
  /** Timeout of `isRevoked` in milliseconds. Default 2000. */
  isRevokedTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 2000,
    meaning: 'timeout of isRevoked in milliseconds'
  })
}

/** The plugin's options and variables: the source of its validation, its types, `gnar env` and the README table. */
export const settings = defineSettings('gnar-jwt', table)

function secretFault(value: unknown): string | undefined {
  const secrets: unknown[] = Array.isArray(value) ? value : [value]
  const usable = (secret: unknown) => typeof secret === 'string' && secret.trim() !== ''
  if (secrets.length === 0 || !secrets.every(usable)) return 'must be text that is not empty'
  const kind = secrets.map((secret) => keyKind(String(secret))).find((found) => found !== undefined)
  return kind === undefined ? undefined : `must be a shared secret, not ${kind}`
}
