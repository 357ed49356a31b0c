import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import type { Claims } from './claims.ts'
import type { AccessTokenOptions } from './token-issuer.ts'
import type { Session } from './token-verifier.ts'
import type { CustomClaims, Identity, NewIdentity } from './types.ts'

/** The session that a request authenticated with. */
export const kSession: unique symbol = Symbol('session of gnar-jwt')

/** The session whose token the response renews; false once `endSession` was called. */
export const kRenewable: unique symbol = Symbol('session to renew')

/** A hook that you can also call as a function: it calls `done`, returns a promise, or throws. */
export interface AuthenticateHook {
  (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void
  (request: FastifyRequest, reply: FastifyReply): Promise<void> | void
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Protects a route: `onRequest: fastify.authenticate`. A route with `config: { public: true }` is let through.
     * @throws MissingTokenError, BadHeaderError, InvalidTokenError, ExpiredTokenError, SessionEndedError,
     * RevokedTokenError, RevocationCheckError
     */
    authenticate: AuthenticateHook
    /** Like `authenticate`, but lets a request without a token through, with `request.identity` null. */
    authenticateOptional: AuthenticateHook
    /**
     * Creates the first token of a session.
     * @param identity any JSON value except null
     * @throws IdentityError, ClaimsError, ExpiresInError
     */
    createAccessToken<Own extends NewIdentity>(
      identity: Own,
      options?: AccessTokenOptions<CustomClaims>
    ): string
  }

  interface FastifyRequest {
    /** The current identity, as given to `createAccessToken`; null on an unprotected route. Frozen. */
    identity: Identity | null
    /**
     * The current identity on a protected route, never null.
     * @throws NoIdentityError on a route that is not protected, and without a token under `authenticateOptional`
     */
    requireIdentity(): NonNullable<Identity>
    /** All claims of the token; null on an unprotected route. Frozen. */
    claims: Readonly<Claims & CustomClaims> | null
    /**
     * A token that is valid for at most five minutes, for a call to another service on behalf of the current identity;
     * undefined on an unprotected route.
     */
    createPeerToken(): string | undefined
    [kSession]: Session | null
    [kRenewable]: Session | null | false
  }

  interface FastifyReply {
    /** Signs out: this response carries no new token. (The old one is valid until it expires, see `isRevoked`.) */
    endSession(): void
  }

  interface FastifyContextConfig {
    /** True: the route needs no token, whatever hooks its scope has. */
    public?: boolean
    gnarJwt?: {
      /** False: responses of this route carry no new token. */
      refresh?: boolean
    }
  }
}
