import type { JWT } from '@fastify/jwt'
import { InvalidTokenError } from './errors.ts'

/** What @fastify/jwt does with one secret. */
export type Verifier = Pick<JWT, 'verify'>

/** What @fastify/jwt read from a token, or the code of the fault that it found. */
export interface Verdict {
  payload?: Record<string, unknown>
  fault?: unknown
}

const signatureFaults: readonly unknown[] = ['FAST_JWT_INVALID_SIGNATURE', 'FAST_JWT_MISSING_SIGNATURE']

/** Faults that @fastify/jwt finds only after it has verified the signature; our own check of the claims names them. */
const claimFaults: readonly unknown[] = [
  'FAST_JWT_EXPIRED',
  'FAST_JWT_INACTIVE',
  'FAST_JWT_INVALID_CLAIM_TYPE',
  'FAST_JWT_INVALID_CLAIM_VALUE',
  'FAST_JWT_MISSING_REQUIRED_CLAIM'
]

/** Verifies a token with one secret. */
export function judge(token: string, verifier: Verifier): Verdict {
  try {
    return { payload: verifier.verify(token) }
  } catch (error) {
    return { fault: (Object(error) as { code?: unknown }).code ?? 'unknown' }
  }
}

/**
 * Checks the signature of a token, but not its claims.
 *
 * @param first the verdict of the current secret
 * @param previous verifiers of previous secrets, tried only when the signature does not match
 * @throws InvalidTokenError
 */
export function checkSignature(token: string, first: Verdict, previous: readonly Verifier[]): void {
  let { fault } = first
  for (const verifier of previous) {
    if (!signatureFaults.includes(fault)) break
    fault = judge(token, verifier).fault
  }
  if (fault === undefined || claimFaults.includes(fault)) return
  throw new InvalidTokenError(
    signatureFaults.includes(fault) ? 'Signature verification failed' : 'Invalid token'
  )
}
