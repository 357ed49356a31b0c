import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { noteConstructorOnly, readSettings, redactUrl } from 'gnar-env'
import { clientErrorHandler } from './client-errors.ts'
import { NotFoundError, RoutesExistError } from './errors.ts'
import { type FailureFormat, failureFormats } from './failure-format.ts'
import { createFailureHandler } from './failure-handler.ts'
import { rememberSchemas } from './field-errors.ts'
import { offerErrorHandler, offerNotFoundHandler } from './handler-slots.ts'
import { applyLimits } from './limits.ts'
import { requireOneHost } from './one-host.ts'
import { watchHandlers } from './route-handlers.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'
import type { ReplyFailure } from './translate-error.ts'
import { warnOfUniqueItems } from './unique-items.ts'

export { clientErrorHandler, type OriginHeaders } from './client-errors.ts'
export { displayName } from './display-name.ts'
export {
  AbortedError,
  EmptyReplyError,
  HostError,
  HttpStatusError,
  NotFoundError,
  RoutesExistError,
  ThrownError
} from './errors.ts'
export type { FailureFormat } from './failure-format.ts'
export { frameworkErrors } from './framework-errors.ts'
export { HttpError, type HttpErrorOptions, httpError } from './http-error.ts'
export { errorsServerOptions } from './limits.ts'
export { type GnarErrorsOptions, settings } from './settings.ts'
export type { ReplyFailure } from './translate-error.ts'
export type { RouteLimits } from './upload-limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** How failures look on the wire in the chosen style. */
    readonly failureFormat: FailureFormat
  }

  interface FastifyReply {
    /** The failure that this reply reports, with its own status whatever status the style sends; otherwise null. */
    failure: ReplyFailure | null
  }
}

/** Logs every failure once and responds to it in one style, unknown routes included. */
async function plugin(fastify: FastifyInstance, options: GnarErrorsOptions): Promise<void> {
  const values = readSettings(settings, options)
  if (fastify.printRoutes() !== '(empty tree)') throw new RoutesExistError()
  const handleFailure = createFailureHandler(values)
  fastify.decorateReply('failure', null)
  fastify.decorate('failureFormat', failureFormats[values.style])
  offerErrorHandler(fastify, (error, request, reply) => {
    handleFailure(error, request, reply)
  })
  offerNotFoundHandler(fastify, (request, reply) => {
    handleFailure(routeNotFound(request), request, reply)
  })
  fastify.addHook('onRequest', requireOneHost)
  watchHandlers(fastify, values.emptyReplies)
  warnOfUniqueItems(fastify)
  const validatesItself = fastify.validatorCompiler !== undefined
  if (values.maxValidationErrors > 1 && !validatesItself) rememberSchemas(fastify)
  applyLimits(fastify, options, values)
  handleClientErrors(fastify, options)
}

/** The error of an unknown route, for a `setNotFoundHandler` of your own: `throw routeNotFound(request)`. */
export function routeNotFound({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): Error {
  return Object.assign(new NotFoundError(method, pathOf(url)), { expose: true })
}

/** The path without its query and without a password before its host, cut to the length of a message. */
function pathOf(url: string): string {
  return (redactUrl(url).split('?', 1)[0] ?? '').slice(0, 200)
}

/** Replaces Fastify's default handler, never one of the user's. */
function handleClientErrors(fastify: FastifyInstance, options: GnarErrorsOptions): void {
  const { server } = fastify
  const [listener] = server.listeners('clientError')
  if (listener?.name !== 'bound defaultClientErrorHandler') return
  server.removeAllListeners('clientError')
  server.on('clientError', clientErrorHandler(options).bind(fastify))
  noteConstructorOnly(fastify, 'the style of responses to malformed URLs (pass errorsServerOptions(options))')
}

export const gnarErrors = fp(plugin, { name: 'gnar-errors', fastify: '5.x' })
export default gnarErrors
