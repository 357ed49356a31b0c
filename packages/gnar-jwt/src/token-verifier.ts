import type { JWT } from '@fastify/jwt'
import { LruMap } from 'toad-cache'
import { readBearer } from './bearer.ts'
import { type ClaimRules, type Claims, checkTimes, type Json, readClaims } from './claims.ts'
import { InvalidTokenError } from './errors.ts'
import { isExactly, isUsual, readPayload, signatureLength } from './token-format.ts'

/** What is remembered of a verified token, in one flat object: it is what a server with many tokens keeps most of. */
export interface Session {
  readonly token: string
  readonly claims: Claims
  readonly identity: Json
  /** The `Authorization` header that answers carry; undefined until there is one. */
  renewal: string | undefined
  /** The second since 1970 in which its token was made. */
  renewedAt: number
}

/**
 * Makes the function that turns an `Authorization` header into the session of its token. Only verified tokens are
 * remembered, and only the very same token is one of them, so that no flood of bad ones can push them out; whatever
 * depends on the clock is checked at every use.
 *
 * @param verifiers one per secret; those after the first are tried only when the signature does not fit
 * @throws (the function) MissingTokenError, BadHeaderError, InvalidTokenError, ExpiredTokenError, SessionEndedError
 */
export function createTokenVerifier(
  verifiers: readonly [Verifier, ...Verifier[]],
  { cacheSize, ...rules }: ClaimRules & { cacheSize: number }
): (authorization: string | undefined) => Session {
  const sessions = new LruMap<Session>(cacheSize)

  return (authorization) => {
    // What is remembered was read from a header in order, so that the usual spelling need not be looked at again.
    const usual = authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined
    const known = usual === undefined ? undefined : recall(usual)
    if (known !== undefined) return stillValid(known)

    // Most tokens are our own, which @fastify/jwt reads as it verifies: a second reading would take as long again, and
    // in their exact form there is no room for what readBearer and readPayload refuse.
    const early = usual !== undefined && isUsual(usual) ? verifyWith(verifiers[0], usual) : undefined
    if (usual !== undefined && early?.payload !== undefined && isExactly(usual, early.payload)) {
      return admit(usual, early.payload)
    }

    const token = readBearer(authorization)
    const spelled = token === usual ? undefined : recall(token)
    if (spelled !== undefined) return stillValid(spelled)
    const payload = readPayload(token)
    const { fault } = verifyWithAny(token, token === usual ? early : undefined)
    return admit(token, payload, fault)
  }

  /** To hash a whole token costs more than all else here, so it is found by its signature, and then compared. */
  function recall(token: string): Session | undefined {
    const remembered = sessions.get(token.slice(-signatureLength))
    return remembered?.token === token ? remembered : undefined
  }

  function stillValid(session: Session): Session {
    checkTimes(session.claims, Date.now() / 1000, rules)
    return session
  }

  /**
   * Checks what a token claims whose signature fits, and remembers it.
   *
   * @param fault what @fastify/jwt found wrong besides the signature, for which the checks here have better words
   */
  function admit(token: string, payload: Record<string, unknown>, fault?: unknown): Session {
    const { claims, identity } = readClaims(payload, rules)
    checkTimes(claims, Date.now() / 1000, rules)
    if (fault !== undefined) throw new InvalidTokenError('Invalid token')
    deepFreeze(payload)
    const session = { token, claims, identity, renewal: undefined, renewedAt: 0 }
    sessions.set(token.slice(-signatureLength), session)
    return session
  }

  /**
   * @param early what the first secret said, where it was asked already
   * @returns what @fastify/jwt found wrong besides the signature
   */
  function verifyWithAny(token: string, early: Verified | undefined): Verified {
    for (const verifier of verifiers) {
      const verified = (verifier === verifiers[0] ? early : undefined) ?? verifyWith(verifier, token)
      if (!isSignatureFault(verified.fault)) return verified
    }
    throw new InvalidTokenError('Signature verification failed')
  }
}

type Verifier = Pick<JWT, 'verify'>

/** What @fastify/jwt read, or what it found wrong. */
interface Verified {
  payload?: Record<string, unknown>
  fault?: unknown
}

function verifyWith(verifier: Verifier, token: string): Verified {
  try {
    return { payload: verifier.verify(token) }
  } catch (fault) {
    return { fault }
  }
}

function isSignatureFault(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown }
  return code === 'FAST_JWT_INVALID_SIGNATURE' || code === 'FAST_JWT_MISSING_SIGNATURE'
}

/** Requests with the same token share its claims: what one handler could change, another would believe. */
function deepFreeze(value: object): void {
  Object.freeze(value)
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value]
    if (typeof member === 'object' && member !== null) deepFreeze(member)
  }
}
