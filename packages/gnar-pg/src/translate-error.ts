import { adviceFor, type ConnectAdvice } from './connect-advice.ts'
import {
  AcquireTimeoutError,
  ClosedError,
  ConnectError,
  ConnectionLostError,
  NulCharacterError,
  QueryTimeoutError,
  StatementCanceledError
} from './errors.ts'

/** The settings that error messages mention. */
export interface ErrorContext {
  /** `host/database@user`, as in the start line. */
  address: string
  envPrefix: string
  poolSize: number
  acquireTimeoutMs: number
  queryTimeoutMs: number
}

/** Where an error occurred. */
export type Occasion =
  | {
      during: 'connect'
      /** Whether the pool has all its connections, so that a timeout means that they are in use. */
      poolIsFull?: boolean
    }
  | {
      during: 'query'
      connectionIsLost: boolean
      /** The statement's own timeout, if it is not `queryTimeoutMs`. */
      timeoutMs?: number | undefined
    }

/** SQLSTATEs after which the server ends the connection: class 08, 57P01 to 57P05, and timeouts of idle transactions. */
const fatalCode = /^(08...|57P0[1-5]|25P0[34])$/

/** The severities that end the connection, with any SQLSTATE, such as a standby's 40001; the server may translate them. */
const fatalSeverity = /^(FATAL|PANIC)$/

/** Turns an error of `pg`, the network or the server into ours; the server's errors about a statement stay as they are. */
export function translateError(error: unknown, occasion: Occasion, context: ErrorContext): unknown {
  return occasion.during === 'connect'
    ? whileConnecting(error, occasion.poolIsFull === true, context)
    : whileQuerying(error, occasion, context)
}

function whileConnecting(error: unknown, poolIsFull: boolean, context: ErrorContext): Error {
  const { address, envPrefix, poolSize, acquireTimeoutMs } = context
  const cause = { cause: error }
  const message = reason(error)
  if (message.startsWith('timeout exceeded') && poolIsFull) {
    return new AcquireTimeoutError(poolSize, acquireTimeoutMs, `${envPrefix}_PG_POOL_SIZE`, cause)
  }
  if (message.startsWith('Cannot use a pool')) return new ClosedError(cause)
  const advice = findAdvice(error).advice.replaceAll(/\{(\w+)\}/g, `${envPrefix}_$1`)
  return new ConnectError(address, message, advice, cause)
}

function whileQuerying(
  error: unknown,
  { connectionIsLost, timeoutMs }: Extract<Occasion, { during: 'query' }>,
  { envPrefix, queryTimeoutMs }: ErrorContext
): unknown {
  const cause = { cause: error }
  const message = reason(error)
  if (isQueryTimeout(error)) {
    return new QueryTimeoutError(timeoutMs ?? queryTimeoutMs, `${envPrefix}_PG_QUERY_TIMEOUT_MS`, cause)
  }
  if (codeOf(error) === '57014') {
    return new StatementCanceledError(message, `${envPrefix}_PG_STATEMENT_TIMEOUT_MS`, cause)
  }
  return connectionIsLost || isFatal(error) ? new ConnectionLostError(message, cause) : error
}

/** Whether no response came within the timeout of a query. */
export function isQueryTimeout(error: unknown): boolean {
  return reason(error) === 'Query read timeout'
}

/** Whether a failed attempt to connect may succeed later without any change. */
export function mayRecover(error: unknown): boolean {
  return findAdvice(error).retry
}

/** Whether the connection is still usable after this error, which `translateError` returned for a query. */
export function keepsConnection(error: unknown): boolean {
  return isServerError(error) || error instanceof StatementCanceledError || error instanceof NulCharacterError
}

/** The message of the system or the server; none of them contains a password. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reason(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function findAdvice(error: unknown): ConnectAdvice {
  return adviceFor(`${codeOf(error)} ${reason(error)}`)
}

function isFatal(error: unknown): boolean {
  const { severity = '', routine } = Object(error) as { severity?: string; routine?: string }
  if (fatalSeverity.test(severity)) return true
  // A wrong number of parameters is the only error of class 08 that is about a statement.
  return fatalCode.test(codeOf(error)) && routine !== 'exec_bind_message'
}

function isServerError(error: unknown): boolean {
  return error instanceof Error && 'severity' in error
}

/** The error's SQLSTATE, or the code of the system; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
