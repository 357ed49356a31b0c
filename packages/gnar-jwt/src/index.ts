import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { hasNoBearer } from './bearer.ts'
import { kRenewable, kSession } from './decorators.ts'
import { refuse } from './diagnostics.ts'
import { NoIdentityError } from './errors.ts'
import { createRevocationCheck } from './revocation.ts'
import { checkRouteConfig } from './route-config.ts'
import { registerSecrets, warnOfWeakSecrets } from './secrets.ts'
import { settings } from './settings.ts'
import { createTokenIssuer } from './token-issuer.ts'
import { createTokenVerifier, type Session } from './token-verifier.ts'

export type { Claims, Json } from './claims.ts'
export type { AuthenticateHook } from './decorators.ts'
export type { JwtRefusalEvent } from './diagnostics.ts'
export {
  BadHeaderError,
  ClaimsError,
  ExpiredTokenError,
  ExpiresInError,
  IdentityError,
  InvalidTokenError,
  MissingTokenError,
  NoIdentityError,
  RevocationCheckError,
  RevokedTokenError,
  SessionEndedError
} from './errors.ts'
export { settings } from './settings.ts'
export type { AccessTokenOptions } from './token-issuer.ts'
// Only a star export lets an app augment GnarJwtTypes as a type of 'gnar-jwt'.
export type * from './types.ts'

/** Options of the plugin; the README lists the environment variables. */
export type GnarJwtOptions = PluginOptions<typeof settings>

type Done = HookHandlerDoneFunction

/** Adds `authenticate`, `authenticateOptional` and `createAccessToken`, and sends fresh tokens. */
async function plugin(fastify: FastifyInstance, options: GnarJwtOptions): Promise<void> {
  const values = readSettings(settings, options)
  warnOfWeakSecrets(fastify, values)
  const secrets = await registerSecrets(fastify, values)
  const verify = createTokenVerifier(secrets, values)
  const issuer = createTokenIssuer(values, (payload) => secrets[0].sign(payload))
  const checkRevocation = createRevocationCheck(values)

  function authenticate(request: FastifyRequest, _reply: unknown, done?: Done): Promise<void> | void {
    const config = request.routeOptions.config
    if (config.public === true) return done?.()
    // May run twice (scope and route hook): forget the first session.
    request[kRenewable] &&= null
    const session = admit(request)
    const isRefreshed = config.gnarJwt?.refresh !== false
    if (checkRevocation !== undefined) {
      return checkRevocation(session.claims).then(
        () => enter(request, session, isRefreshed),
        (error) => refuse(request, error)
      )
    }
    enter(request, session, isRefreshed)
    done?.()
  }

  function admit(request: FastifyRequest): Session {
    try {
      return verify(request.headers.authorization)
    } catch (error) {
      return refuse(request, error)
    }
  }

  function authenticateOptional(request: FastifyRequest, reply: unknown, done?: Done): Promise<void> | void {
    if (hasNoBearer(request.headers.authorization)) return done?.()
    return authenticate(request, reply, done)
  }

  fastify.decorateRequest('identity', null)
  fastify.decorateRequest('claims', null)
  fastify.decorateRequest(kSession, null)
  fastify.decorateRequest(kRenewable, null)
  fastify.decorate('authenticate', authenticate)
  fastify.decorate('authenticateOptional', authenticateOptional)
  fastify.decorate('createAccessToken', issuer.create)
  fastify.decorateRequest('requireIdentity', function (this: FastifyRequest) {
    const { identity, method, routeOptions, url } = this
    if (identity === null) throw new NoIdentityError(`${method} ${routeOptions.url ?? url.split('?', 1)[0]}`)
    return identity
  })
  fastify.decorateRequest('createPeerToken', function (this: FastifyRequest) {
    const session = this[kSession]
    return session === null ? undefined : issuer.createPeerToken(session)
  })
  fastify.decorateReply('endSession', function (this: FastifyReply) {
    this.request[kRenewable] = false
  })

  fastify.addHook('onRoute', checkRouteConfig)
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const session = request[kRenewable]
    if (session && takesToken(reply)) renew(session, reply)
    done()
  })

  function renew(session: Session, reply: FastifyReply): void {
    const authorization = issuer.refresh(session)
    if (authorization === undefined) return
    reply.header('authorization', authorization).header('cache-control', 'no-store')
  }

  fastify.log.info(`JWT configured, tokens expire in ${values.accessTokenExpiresMinutes} minutes`)
}

function enter(request: FastifyRequest, session: Session, isRefreshed: boolean): void {
  request[kSession] = session
  if (isRefreshed && request[kRenewable] === null) request[kRenewable] = session
  request.claims = session.claims
  request.identity = session.identity
}

/** Whether a response may carry a fresh token: it is not a refusal and has no other token. */
function takesToken(reply: FastifyReply): boolean {
  if (isRefusal(reply.statusCode) || reply.hasHeader('authorization')) return false
  const { failure } = reply as { failure?: Failure | null }
  if (!failure) return true
  // gnar-errors changes the status of an unexpected error.
  const { statusCode, status } = Object(failure.error)
  return ![failure.status, failure.replyStatus, statusCode, status].some(isRefusal)
}

/** What gnar-errors, if registered, records about a failed request. */
interface Failure {
  status: number
  replyStatus: number
  error: unknown
}

function isRefusal(status: unknown): boolean {
  return status === 401 || status === 403
}

export const gnarJwt = fp(plugin, { name: 'gnar-jwt', fastify: '5.x' })
export default gnarJwt
