import type { FastifyReply, FastifyRequest } from 'fastify'
import { createFailureHandler } from './failure-handler.ts'
import { type GnarErrorsOptions, readErrorsSettings } from './settings.ts'

/**
 * Fastify's option `frameworkErrors`: answers malformed URLs and parameters that are too long in the chosen style, and
 * closes the connection.
 *
 * @throws ConfigurationError when an option is wrong
 */
export function frameworkErrors(
  options: GnarErrorsOptions = {}
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  const handleFailure = createFailureHandler(readErrorsSettings(options))
  return (error, request, reply) => {
    reply.headers({ connection: 'close', 'x-request-id': request.id })
    handleFailure(error, request, reply)
  }
}
