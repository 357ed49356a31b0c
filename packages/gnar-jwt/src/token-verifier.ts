import { LruMap } from 'toad-cache'
import { readBearer } from './bearer.ts'
import { type ClaimRules, type Claims, checkTimes, type Json, readClaims } from './claims.ts'
import { isOwnToken } from './own-token.ts'
import { checkSignature, judge, type Verifier } from './signature.ts'
import { readPayload, signatureLength } from './token-format.ts'

/** What is remembered of a verified token, in one flat object, since a busy server holds thousands of them. */
export interface Session {
  readonly token: string
  readonly claims: Claims
  readonly identity: Json
  /** The `Authorization` header of responses; undefined until there is one. */
  renewal: string | undefined
  /** The second since 1970 in which the token of `renewal` was created. */
  renewedAt: number
}

/**
 * Creates the function that turns an `Authorization` header into the session of its token. Only verified tokens are
 * remembered, so a flood of bad ones cannot push them out; whatever depends on the clock is checked at every use.
 *
 * @param verifiers one per secret, the current one first
 * @throws (the function) MissingTokenError, BadHeaderError, InvalidTokenError, ExpiredTokenError, SessionEndedError
 */
export function createTokenVerifier(
  [current, ...previous]: readonly [Verifier, ...Verifier[]],
  { cacheSize, ...rules }: ClaimRules & { cacheSize: number }
): (authorization: string | undefined) => Session {
  const sessions = new LruMap<Session>(cacheSize)

  return (authorization) => {
    const token = readBearer(authorization)
    return recall(token) ?? admit(token, read(token))
  }

  /** The session of a token that was verified before. */
  function recall(token: string): Session | undefined {
    // Hashing a whole token takes 1.3 µs; finding it by its signature and comparing it takes 0.3 µs.
    const session = sessions.get(token.slice(-signatureLength))
    if (session?.token !== token) return undefined
    checkTimes(session.claims, Date.now() / 1000, rules)
    return session
  }

  /** The payload of a token whose form and signature are valid. */
  function read(token: string): Record<string, unknown> {
    const verdict = judge(token, current)
    if (verdict.payload !== undefined && isOwnToken(token, verdict.payload)) return verdict.payload
    const payload = readPayload(token)
    checkSignature(token, verdict, previous)
    return payload
  }

  /** Checks the claims of a token and remembers it. */
  function admit(token: string, payload: Record<string, unknown>): Session {
    const { claims, identity } = readClaims(payload, rules)
    checkTimes(claims, Date.now() / 1000, rules)
    deepFreeze(claims)
    const session = { token, claims, identity, renewal: undefined, renewedAt: 0 }
    sessions.set(token.slice(-signatureLength), session)
    return session
  }
}

/** Requests with the same token share its claims, so no handler may change what another one relies on. */
function deepFreeze(value: object): void {
  Object.freeze(value)
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member)
  }
}
