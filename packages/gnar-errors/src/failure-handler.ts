import type { FastifyReply, FastifyRequest } from 'fastify'
import { redactUrl } from 'gnar-logger'
import { type Answer, createAnswers } from './answer.ts'
import { type JudgedFailure, judge } from './failure.ts'
import { findFieldErrors, joinFieldErrors } from './field-errors.ts'
import { read } from './read.ts'
import type { Values } from './settings.ts'

/** @returns a function that logs what was thrown, notes it as `reply.failure` and answers it in the chosen style */
export function createFailureHandler(values: Values) {
  const toAnswer = createAnswers(values)
  const most = values.maxValidationErrors

  return function handleFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const fields = findFieldErrors(error, request, most)
    const judged = judge(error, request)
    const failure = fields.length === 0 ? judged : { ...judged, publicMessage: joinFieldErrors(fields, most) }
    const { statusCode: replyStatus } = reply
    reply.failure = { status: failure.status, error, replyStatus }
    logFailure(failure, request)
    if (reply.raw.headersSent) {
      reply.hijack()
      reply.raw.destroy()
      return
    }
    const listed = fields.slice(0, most)
    send(reply, toAnswer(failure, request.id, listed), (second) => {
      const next = judge(second, request)
      reply.failure = { status: next.status, error: second, replyStatus }
      return toAnswer(next, request.id)
    })
  }
}

/** What anybody can cause takes one line without a stack, or it would be a way to flood the log. */
function logFailure(
  { status, publicMessage, asError }: JudgedFailure,
  { log, method, url }: FastifyRequest
): void {
  if (publicMessage === undefined || status >= 500) {
    logError(log, asError)
    return
  }
  log.info(`${method} ${redactUrl(url)} failed with ${status}: ${publicMessage}`)
}

/** pino's own serializer throws on frozen errors and on getters that throw; the error must be logged and answered all the same. */
function logError(log: FastifyRequest['log'], error: Error): void {
  const message = String(read(error, 'message') ?? '')
  try {
    log.error({ err: error }, message)
  } catch {
    log.error({ err: { message, stack: String(read(error, 'stack') ?? '') } }, message)
  }
}

/** Headers that described the answer that was not given. */
const stale = ['cache-control', 'content-disposition', 'content-encoding', 'etag', 'expires', 'last-modified']

function send(reply: FastifyReply, answer: Answer, toSecondAnswer: (error: unknown) => Answer): void {
  for (const name of stale) reply.removeHeader(name)
  reply.code(answer.status).headers(withoutBodyHeaders(answer.headers)).serializer(asItIs)
  reply.type(String(answer.headers['content-type']))
  const { send: original } = reply
  // When a hook of ours or the user's fails on this answer, Fastify sends that error itself, message and all.
  reply.send = (second) => {
    reply.send = original
    if (reply.sent) return reply.send(second)
    return writeNow(reply, toSecondAnswer(second))
  }
  original.call(reply, answer.body)
}

/** Writes an answer past all hooks. */
function writeNow(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
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

/** An error's headers are not to say what the body is. */
function withoutBodyHeaders(headers: Answer['headers']): Record<string, string> {
  const entries = Object.entries(headers).filter(
    ([name]) => !/^(content-|transfer-encoding$|connection$)/i.test(name)
  )
  return Object.fromEntries(entries) as Record<string, string>
}

function asItIs(payload: unknown): string {
  return payload as string
}
