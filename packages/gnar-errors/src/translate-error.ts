import type { FastifyRequest } from 'fastify'
import { AbortedError, ThrownError } from './errors.ts'
import { readProperty, readText } from './read-property.ts'

/** What went wrong with a request, as hooks see it in `reply.failure`. */
export interface ReplyFailure {
  /** The failure's own status, whatever status the style sends. */
  status: number
  /** What was thrown. */
  error: unknown
  /** The status that the reply had before: an app may have set 403 and thrown an error without a status. */
  replyStatus: number
}

/** What went wrong with a request, and what the client may know of it. */
export interface Failure extends Omit<ReplyFailure, 'replyStatus'> {
  /** What was thrown, or an Error that describes it. */
  asError: Error
  /** The message for the client; undefined for an unexpected failure. */
  publicMessage: string | undefined
  headers: Readonly<Record<string, unknown>>
  /** Whether HTTP itself asks for the status, whatever the style. */
  isProtocolFault: boolean
}

/**
 * Translates what was thrown. The message is public for Fastify's errors with a 4xx status, for errors with
 * `expose: true`, and for any error with a 4xx status before the handler of the route runs, since plugins reject requests
 * in hooks; the status counts for these, for Fastify's and for ours. Anything else is unexpected, status 500: the 404 of
 * a peer's response is not ours.
 *
 * @param isEarly whether the handler of the route has not run
 */
export function translateError(
  error: unknown,
  request: FastifyRequest | undefined,
  isEarly = false
): Failure {
  if (request !== undefined && wasAborted(error, request))
    return translateError(Object.assign(new AbortedError(), { expose: true }), undefined)
  const status = ownStatus(error)
  const code = readText(error, 'code')
  const exposed = readProperty(error, 'expose')
  const isFastifys = code.startsWith('FST_')
  const isPublic = exposed === true || (status < 500 && (isFastifys || (isEarly && exposed !== false)))
  return {
    status: isPublic || isFastifys || code.startsWith('GNAR_ERR_') ? status : 500,
    error,
    asError: toError(error),
    publicMessage: isPublic ? readText(error, 'message') : undefined,
    headers: isPublic ? copyHeaders(readProperty(error, 'headers')) : {},
    isProtocolFault: exposed === true && code === 'GNAR_ERR_HOST'
  }
}

/** A getter or a proxy may throw while it is copied. */
function copyHeaders(headers: unknown): Readonly<Record<string, unknown>> {
  try {
    return typeof headers === 'object' ? { ...headers } : {}
  } catch {
    return {}
  }
}

/** Whether a token was refused: a 401 with a challenge of its own. */
export function isTokenFailure({ status, headers }: Failure): boolean {
  return status === 401 && Object.keys(headers).some((name) => name.toLowerCase() === 'www-authenticate')
}

/** A client that disconnects while it sends is not an error of ours. */
function wasAborted(error: unknown, { raw }: FastifyRequest): boolean {
  return readProperty(error, 'code') === 'ECONNRESET' && raw.destroyed && !raw.complete
}

function ownStatus(error: unknown): number {
  const isFailure = (status: unknown) =>
    Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
  return Number([readProperty(error, 'statusCode'), readProperty(error, 'status')].find(isFailure) ?? 500)
}

function toError(thrown: unknown): Error {
  if (isError(thrown)) return thrown
  return new ThrownError(describe(thrown))
}

/** A proxy may throw when its prototype is read. */
function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error
  } catch {
    return false
  }
}

function describe(thrown: unknown): string {
  if (thrown === null || thrown === undefined) return String(thrown)
  if (typeof thrown === 'function') return 'a function'
  if (typeof thrown !== 'object') return `${typeof thrown} ${String(thrown).slice(0, 1000)}`
  const message = readProperty(thrown, 'message')
  return typeof message === 'string' ? `object with message ${message.slice(0, 1000)}` : 'object'
}
