import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { readSettings } from 'gnar-env'
import { noteUnchangeable, redactUrl } from 'gnar-logger'
import { clientErrorHandler } from './client-errors.ts'
import { NotFoundError, RoutesExistError } from './errors.ts'
import type { ReplyFailure } from './failure.ts'
import { createFailureHandler } from './failure-handler.ts'
import { rememberSchemas } from './field-errors.ts'
import { applyLimits } from './limits.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'

export { clientErrorHandler } from './client-errors.ts'
export { displayName } from './display-name.ts'
export { AbortedError, HttpStatusError, NotFoundError, RoutesExistError, ThrownError } from './errors.ts'
export type { ReplyFailure } from './failure.ts'
export { frameworkErrors } from './framework-errors.ts'
export { HttpError, type HttpErrorOptions, httpError } from './http-error.ts'
export { errorsServerOptions } from './limits.ts'
export { type GnarErrorsOptions, settings } from './settings.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** The failure that this reply answers, with its own status whatever the style puts on the wire; null when all is well. */
    failure: ReplyFailure | null
  }
}

/** Logs every failure once and answers it in one style, unknown routes included. */
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
  answerClientErrors(fastify, options)
}

/** The path without its query and without a password before its host, and no longer than a message should be. */
function pathOf(url: string): string {
  return (redactUrl(url).split('?', 1)[0] ?? '').slice(0, 200)
}

/** Fastify's default handler gives way to ours, one of the user's stays. */
function answerClientErrors(fastify: FastifyInstance, options: GnarErrorsOptions): void {
  const { server } = fastify
  const [listener] = server.listeners('clientError')
  if (listener?.name !== 'bound defaultClientErrorHandler') return
  server.removeAllListeners('clientError')
  server.on('clientError', clientErrorHandler(options).bind(fastify))
  noteUnchangeable(
    fastify,
    'answers to malformed URLs keep the style of Fastify, pass errorsServerOptions(options)'
  )
}

export const gnarErrors = fp(plugin, { name: 'gnar-errors', fastify: '5.x' })
export default gnarErrors
