import type { FastifyReply, FastifyRequest } from 'fastify'
import { redactUrl } from 'gnar-env'
import { findClientFault } from './client-faults.ts'
import { findFieldErrors, joinFieldErrors } from './field-errors.ts'
import { httpError } from './http-error.ts'
import { readText } from './read-property.ts'
import { createResponses, defaultChallenge, type ErrorResponse } from './response.ts'
import { failedEarly } from './route-handlers.ts'
import type { Values } from './settings.ts'
import { type Failure, translateError } from './translate-error.ts'

/** @returns a function that logs what was thrown, sets `reply.failure` and responds in the chosen style */
export function createFailureHandler(values: Values) {
  const toResponse = createResponses(values)
  const most = values.maxValidationErrors

  return function handleFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const cause = findClientFault(error, request)
    const fields = cause === undefined ? findFieldErrors(error, request, most) : [cause]
    const translated =
      cause === undefined ? translateError(error, request, failedEarly(reply)) : invalidField(error)
    const failure =
      fields.length === 0 ? translated : { ...translated, publicMessage: joinFieldErrors(fields, most) }
    const { statusCode: replyStatus } = reply
    reply.failure = { status: failure.status, error, replyStatus }
    logFailure(failure, request)
    if (reply.raw.headersSent) {
      reply.hijack()
      reply.raw.destroy()
      return
    }
    const listed = fields.slice(0, most)
    send(reply, toResponse(failure, request.id, listed), (second) => {
      // A header that no response can have fails again.
      const next = findClientFault(second, request) ? failure : translateError(second, request)
      reply.failure = { status: next.status, error: second, replyStatus }
      return toResponse(next, request.id, next === failure ? listed : [])
    })
  }
}

/** An error of the platform that a value of the client caused. */
function invalidField(error: unknown): Failure {
  return translateError(httpError(400, 'invalid field', { cause: error }), undefined)
}

/** A failure that any client can cause takes one line without a stack, so that it cannot flood the log. */
function logFailure({ status, publicMessage, asError }: Failure, { log, method, url }: FastifyRequest): void {
  if (publicMessage === undefined || status >= 500) {
    logError(log, asError)
    return
  }
  log.info(`${method} ${redactUrl(url)} failed with ${status}: ${publicMessage}`)
}

/** pino's own serializer throws on frozen errors and on getters that throw; the request must still get a response. */
function logError(log: FastifyRequest['log'], error: Error): void {
  const message = readText(error, 'message')
  try {
    log.error({ err: error }, message)
  } catch {
    log.error({ err: { message, stack: readText(error, 'stack') } }, message)
  }
}

const challenge = 'www-authenticate'

/** Headers that described the response that is not sent. */
const stale = ['cache-control', 'content-disposition', 'content-encoding', 'etag', 'expires', 'last-modified']

function send(
  reply: FastifyReply,
  response: ErrorResponse,
  toSecondResponse: (error: unknown) => ErrorResponse
): void {
  for (const name of stale) reply.removeHeader(name)
  const headers = withoutBodyHeaders(response.headers)
  // A plugin that rejects a request may have set its own challenge.
  if (reply.hasHeader(challenge) && headers[challenge] === defaultChallenge) delete headers[challenge]
  reply.code(response.status).headers(headers).serializer(unchanged)
  reply.type(String(response.headers['content-type']))
  const { send: original } = reply
  // When an onSend hook fails on this response, Fastify calls `send` with its error and would expose the message.
  reply.send = (second) => {
    reply.send = original
    if (reply.sent) return reply.send(second)
    return writeNow(reply, toSecondResponse(second))
  }
  original.call(reply, response.body)
}

/** Writes a response past all hooks. */
function writeNow(reply: FastifyReply, { status, headers, body }: ErrorResponse): FastifyReply {
  reply.hijack()
  if (reply.raw.headersSent) {
    reply.raw.destroy()
    return reply
  }
  const length = Buffer.byteLength(body)
  reply.raw.writeHead(status, { ...headers, 'content-length': length, 'x-request-id': reply.request.id })
  reply.raw.end(body)
  return reply
}

/** An error's headers must not describe the body. */
function withoutBodyHeaders(headers: ErrorResponse['headers']): Record<string, string> {
  const entries = Object.entries(headers).filter(
    ([name]) => !/^(content-|transfer-encoding$|connection$)/i.test(name)
  )
  return Object.fromEntries(entries) as Record<string, string>
}

function unchanged(payload: unknown): string {
  return payload as string
}
