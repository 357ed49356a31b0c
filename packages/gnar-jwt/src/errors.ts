import { createError } from '@fastify/error'
import type { FastifyError } from 'fastify'

/** `GNAR_ERR_JWT_MISSING`: a request to a protected route has no `Authorization` header. */
export const MissingTokenError = refusal<'GNAR_ERR_JWT_MISSING'>(
  'GNAR_ERR_JWT_MISSING',
  'Missing Authorization Header',
  'Bearer'
)

/** `GNAR_ERR_JWT_BAD_HEADER`: the `Authorization` header is not the word Bearer and one token. */
export const BadHeaderError = refusal<'GNAR_ERR_JWT_BAD_HEADER'>(
  'GNAR_ERR_JWT_BAD_HEADER',
  "Bad Authorization header. Expected value 'Bearer <JWT>'",
  'Bearer error="invalid_request"'
)

/** `GNAR_ERR_JWT_INVALID`: the token is malformed, forged or not meant for this service; the message names the fault. */
export const InvalidTokenError = refusal<'GNAR_ERR_JWT_INVALID', [fault: string]>(
  'GNAR_ERR_JWT_INVALID',
  '%s',
  'Bearer error="invalid_token"'
)

/** `GNAR_ERR_JWT_EXPIRED`: the token's `exp` has passed. */
export const ExpiredTokenError = refusal<'GNAR_ERR_JWT_EXPIRED'>(
  'GNAR_ERR_JWT_EXPIRED',
  'Token has expired',
  'Bearer error="invalid_token"'
)

/** `GNAR_ERR_JWT_SESSION_ENDED`: the session has lasted `maxSessionMinutes`, whatever the token's own `exp` says. */
export const SessionEndedError = refusal<'GNAR_ERR_JWT_SESSION_ENDED'>(
  'GNAR_ERR_JWT_SESSION_ENDED',
  'Session has ended: sign in again',
  'Bearer error="invalid_token"'
)

/** `GNAR_ERR_JWT_REVOKED`: `isRevoked` returned true. */
export const RevokedTokenError = refusal<'GNAR_ERR_JWT_REVOKED'>(
  'GNAR_ERR_JWT_REVOKED',
  'Token has been revoked',
  'Bearer error="invalid_token"'
)

const RevocationCheckBase = createError<'GNAR_ERR_JWT_REVOCATION_CHECK', 503, [{ cause: unknown }]>(
  'GNAR_ERR_JWT_REVOCATION_CHECK',
  'Token revocation could not be checked: try again later',
  503
)

/** `GNAR_ERR_JWT_REVOCATION_CHECK`: `isRevoked` threw, was too slow or did not return a boolean; see `cause`. */
export class RevocationCheckError extends RevocationCheckBase {
  readonly expose = true
}

/** `GNAR_ERR_JWT_IDENTITY`: `createAccessToken` was called without an identity. */
export const IdentityError = createError<'GNAR_ERR_JWT_IDENTITY', 500>(
  'GNAR_ERR_JWT_IDENTITY',
  'createAccessToken needs an identity: any JSON value except null, such as a user id',
  500
)

/** `GNAR_ERR_JWT_NO_IDENTITY`: `requireIdentity` was called where nobody is signed in. */
export const NoIdentityError = createError<'GNAR_ERR_JWT_NO_IDENTITY', 500, [route: string]>(
  'GNAR_ERR_JWT_NO_IDENTITY',
  '%s has no identity: protect the route with onRequest: fastify.authenticate, or check request.identity for null',
  500
)

/** `GNAR_ERR_JWT_CLAIMS`: a token cannot hold the identity or the claims unchanged; the message says why. */
export const ClaimsError = createError<'GNAR_ERR_JWT_CLAIMS', 500, [fault: string]>(
  'GNAR_ERR_JWT_CLAIMS',
  'cannot create token: %s',
  500
)

/** `GNAR_ERR_JWT_EXPIRES_IN`: `expiresIn` is not a whole number with a unit. */
export const ExpiresInError = createError<'GNAR_ERR_JWT_EXPIRES_IN', 500, [found: string]>(
  'GNAR_ERR_JWT_EXPIRES_IN',
  "expiresIn must be a whole number with a unit, such as '30s', '15m', '2h' or '7d', found %s",
  500
)

/** A class of 401 errors whose messages are sent to the client. */
function refusal<Code extends string, Arguments extends unknown[] = []>(
  code: Code,
  message: string,
  challenge: string
): RefusalConstructor<Code, Arguments> {
  const Base = createError<Code, 401, Arguments>(code, message, 401)
  return class extends Base {
    readonly expose = true
    readonly headers = { 'www-authenticate': challenge }
  }
}

/** Written out: the inferred type names a file of Fastify that a consumer's compiler cannot resolve. */
interface RefusalConstructor<Code extends string, Arguments extends unknown[]> {
  new (...args: Arguments): Refusal<Code>
  readonly prototype: Refusal<Code>
}

interface Refusal<Code extends string> extends FastifyError {
  readonly code: Code
  readonly statusCode: 401
  readonly expose: true
  readonly headers: { 'www-authenticate': string }
}
