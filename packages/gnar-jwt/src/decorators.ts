import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import type { Claims, Json } from './claims.ts'
import type { GnarJwtTypes } from './index.ts'
import type { AccessTokenOptions } from './token-issuer.ts'
import type { Session } from './token-verifier.ts'

/** The session that a request authenticated with. */
export const kSession: unique symbol = Symbol('session of gnar-jwt')

/** The session whose token the reply shall renew; false from `endSession` on. */
export const kRenewable: unique symbol = Symbol('session to renew')

/** Type of `request.identity`: what `GnarJwtTypes` says, else any JSON value; null where nobody is signed in. */
export type Identity = GnarJwtTypes extends { identity: infer Own } ? Own : Json

/** Type of the claims of an app's own: what `GnarJwtTypes` says. */
export type CustomClaims = GnarJwtTypes extends { claims: infer Own extends object } ? Own : object

/** What `createAccessToken` takes as an identity. */
export type NewIdentity = NonNullable<GnarJwtTypes extends { identity: infer Own } ? Own : unknown>

/** A hook that can be called as a function, too: it calls `done`, or returns a promise, or throws. */
export interface AuthenticateHook {
  (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void
  (request: FastifyRequest, reply: FastifyReply): Promise<void> | void
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Protects a route: `onRequest: fastify.authenticate`. A route with `config: { public: true }` passes.
     * @throws MissingTokenError, BadHeaderError, InvalidTokenError, ExpiredTokenError, SessionEndedError,
     * RevokedTokenError, RevocationCheckError
     */
    authenticate: AuthenticateHook
    /** Like `authenticate`, but a request without a token passes, with `request.identity` null. */
    authenticateOptional: AuthenticateHook
    /**
     * Makes the first token of a session.
     * @param identity any JSON value but null
     * @throws IdentityError, ClaimsError, ExpiresInError
     */
    createAccessToken<Own extends NewIdentity>(
      identity: Own,
      options?: AccessTokenOptions<CustomClaims>
    ): string
  }

  interface FastifyRequest {
    /** Who asks, as given to `createAccessToken`; null on a route that is not protected. Frozen. */
    identity: Identity
    /** All claims of the token; null on a route that is not protected. Frozen. */
    claims: Readonly<Claims & CustomClaims> | null
    /**
     * A token of at most five minutes for a call to another service on behalf of the current identity; undefined on a
     * route that is not protected.
     */
    createPeerToken(): string | undefined
    [kSession]: Session | null
    [kRenewable]: Session | null | false
  }

  interface FastifyReply {
    /** Signs out: this reply carries no new token. (The old one is valid until it expires, see `isRevoked`.) */
    endSession(): void
  }

  interface FastifyContextConfig {
    /** True: the route needs no token, whatever hooks its scope has. */
    public?: boolean
    gnarJwt?: {
      /** False: replies of this route carry no new token. */
      refresh?: boolean
    }
  }
}
