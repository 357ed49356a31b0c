import type { FastifyRequest } from 'fastify'
import { AbortedError, ThrownError } from './errors.ts'
import { read } from './read.ts'

/** What went wrong with a request. */
export interface Failure {
  /** The failure's own status, whatever the style puts on the wire. */
  status: number
  /** What was thrown. */
  error: unknown
}

/** What went wrong with a request, as `reply.failure` tells it. */
export interface ReplyFailure extends Failure {
  /** The status that the reply had before: an app may have said 403 and thrown an error that says nothing. */
  replyStatus: number
}

/** A failure, and what of it the client may know. */
export interface JudgedFailure extends Failure {
  /** What was thrown, or an Error that tells of it. */
  asError: Error
  /** The message meant for the client; undefined when the failure was not expected. */
  publicMessage: string | undefined
  headers: Readonly<Record<string, unknown>>
}

/**
 * Judges what was thrown. Its own message is public for Fastify's errors with a 4xx status and for errors with
 * `expose: true`; its own status counts for these, for Fastify's and for ours. All else is unexpected, status 500: the
 * 404 of a peer's answer is not ours.
 */
export function judge(error: unknown, request: FastifyRequest | undefined): JudgedFailure {
  if (request !== undefined && wasAborted(error, request))
    return judge(Object.assign(new AbortedError(), { expose: true }), undefined)
  const status = ownStatus(error)
  const code = String(read(error, 'code') ?? '')
  const exposed = read(error, 'expose') === true
  const ofFastify = code.startsWith('FST_')
  const isPublic = exposed || (ofFastify && status < 500)
  const message = read(error, 'message')
  const headers = read(error, 'headers')
  return {
    status: isPublic || ofFastify || code.startsWith('GNAR_ERR_') ? status : 500,
    error,
    asError: toError(error),
    publicMessage: isPublic ? String(message ?? '') : undefined,
    headers: isPublic && typeof headers === 'object' && headers !== null ? { ...headers } : {}
  }
}

/** Whether a token was refused: 401, and a challenge to send with it. */
export function isTokenFailure({ status, headers }: JudgedFailure): boolean {
  return status === 401 && Object.keys(headers).some((name) => name.toLowerCase() === 'www-authenticate')
}

/** A client that goes away while it sends is no error of ours. */
function wasAborted(error: unknown, { raw }: FastifyRequest): boolean {
  return read(error, 'code') === 'ECONNRESET' && raw.destroyed && !raw.complete
}

function ownStatus(error: unknown): number {
  const isFailure = (status: unknown) =>
    Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
  return Number([read(error, 'statusCode'), read(error, 'status')].find(isFailure) ?? 500)
}

function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  return new ThrownError(describe(thrown))
}

function describe(thrown: unknown): string {
  if (thrown === null || thrown === undefined) return String(thrown)
  if (typeof thrown === 'function') return 'a function'
  if (typeof thrown !== 'object') return `${typeof thrown} ${String(thrown).slice(0, 1000)}`
  const message = read(thrown, 'message')
  return typeof message === 'string' ? `object with message ${message.slice(0, 1000)}` : 'object'
}
