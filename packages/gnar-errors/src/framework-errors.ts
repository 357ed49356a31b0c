import type { FastifyReply, FastifyRequest } from 'fastify'
import { readSettings } from 'gnar-env'
import type { OriginHeaders } from './client-errors.ts'
import { createFailureHandler } from './failure-handler.ts'
import { httpError } from './http-error.ts'
import { readProperty, readText } from './read-property.ts'
import { type GnarErrorsOptions, settings } from './settings.ts'

/**
 * Fastify's option `frameworkErrors`: responds in the chosen style to malformed URLs and to parameters that are too
 * long, and closes the connection.
 *
 * @param originHeaders headers for browsers, as @fastify/cors adds them to other responses
 * @throws ConfigurationError when an option is wrong
 */
export function frameworkErrors(
  options: GnarErrorsOptions = {},
  originHeaders: OriginHeaders = () => ({})
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  const handleFailure = createFailureHandler(readSettings(settings, options))
  return (error, request, reply) => {
    const { origin } = request.headers
    reply.headers({ ...originHeaders(origin), connection: 'close', 'x-request-id': request.id })
    handleFailure(reword(error), request, reply)
  }
}

/** Fastify's own messages repeat the URL with any secrets in its query. */
function reword(error: unknown): unknown {
  const message = messages[readText(error, 'code')]
  return message === undefined ? error : httpError(Number(readProperty(error, 'statusCode')), message)
}

const messages: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'The URL is malformed, write each % in it as %25',
  FST_ERR_MAX_PARAM_LENGTH: 'A parameter in the URL is too long, send a shorter one'
}
