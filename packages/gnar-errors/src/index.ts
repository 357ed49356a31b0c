import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { noteConstructorOnly, readSettings, redactUrl } from 'gnar-env'
import { clientErrorHandler } from './client-errors.ts'
import { NotFoundError, RoutesExistError } from './errors.ts'
import { createFailureHandler } from './failure-handler.ts'
import { rememberSchemas } from './field-errors.ts'
import { applyLimits } from './limits.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'
import type { ReplyFailure } from './translate-error.ts'

export { clientErrorHandler, type OriginHeaders } from './client-errors.ts'
export { displayName } from './display-name.ts'
export { AbortedError, HttpStatusError, NotFoundError, RoutesExistError, ThrownError } from './errors.ts'
export { frameworkErrors } from './framework-errors.ts'
export { HttpError, type HttpErrorOptions, httpError } from './http-error.ts'
export { errorsServerOptions } from './limits.ts'
export { type GnarErrorsOptions, settings } from './settings.ts'
export type { ReplyFailure } from './translate-error.ts'

declare module 'fastify' {
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
  fastify.setErrorHandler((error, request, reply) => {
    handleFailure(error, request, reply)
  })
  fastify.setNotFoundHandler((request, reply) => {
    const error = new NotFoundError(request.method, pathOf(request.url))
    handleFailure(Object.assign(error, { expose: true }), request, reply)
  })
  const validatesItself = fastify.validatorCompiler !== undefined
  if (values.maxValidationErrors > 1 && !validatesItself) rememberSchemas(fastify)
  applyLimits(fastify, options, values)
  handleClientErrors(fastify, options)
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
