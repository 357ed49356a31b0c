import {
  AcquireTimeoutError,
  ClosedError,
  ConnectError,
  ConnectionLostError,
  QueryTimeoutError,
  StatementCanceledError
} from './errors.ts'

/** What an error message needs to know of the plugin's settings. */
export interface FailureContext {
  /** `host/database@user`, as in the start line. */
  address: string
  envPrefix: string
  poolSize: number
  acquireTimeoutMs: number
  queryTimeoutMs: number
}

/** Turns errors of `pg`, the network and the server into ours; what the server says about a statement stays as it is. */
export interface Failures {
  /** @param full whether the pool has all its connections, so that waiting for one means that they are in use */
  connecting(error: unknown, full: boolean): Error
  /**
   * @param lost whether the connection has ended
   * @param timeoutMs how long the statement had, when not `queryTimeoutMs`
   */
  querying(error: unknown, lost: boolean, timeoutMs: number | undefined): unknown
}

interface Advice {
  /** Matched against the error's code and message. */
  when: RegExp
  /** What to do; `{X}` stands for the variable X with its prefix. */
  advice: string
  /** Whether waiting may help. */
  retry: boolean
}

/** Codes: errno(3), Node's tls, and PostgreSQL's appendix A. */
const connectAdvice: readonly Advice[] = [
  {
    when: /ECONNREFUSED|ENOENT/,
    advice: 'nothing listens there: start the server, or correct {PG_ENDPOINT}',
    retry: true
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    advice: 'this host is not known: correct {PG_ENDPOINT}',
    retry: true
  },
  {
    when: /timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    advice: 'the server does not answer: correct {PG_ENDPOINT}, or open the way to it',
    retry: true
  },
  { when: /57P03/, advice: 'the server is starting or stopping: try again later', retry: true },
  {
    when: /53300/,
    advice: 'the server has no connection left: lower {PG_POOL_SIZE}, or raise its max_connections',
    retry: true
  },
  {
    when: /28P01/,
    advice: 'the server refuses user and password: correct {PG_USERNAME} and {PG_PASSWORD}',
    retry: false
  },
  {
    when: /client password must be/,
    advice: 'the server asks for a password: set {PG_PASSWORD}',
    retry: false
  },
  {
    when: /28000/,
    advice:
      'the server refuses this user from here: set {PG_SSL_MODE}=require if it wants TLS, correct {PG_USERNAME} and {PG_DATABASE}, or add a line to its pg_hba.conf',
    retry: false
  },
  { when: /3D000/, advice: 'create the database, or correct {PG_DATABASE}', retry: false },
  {
    when: /does not support SSL/,
    advice: 'set {PG_SSL_MODE}=disable, or switch TLS on at the server',
    retry: false
  },
  {
    when: /CERT|UNABLE_TO_|certificate/,
    advice:
      'name the authority that signed the certificate in {PG_SSL_ROOT_CERT}, or set {PG_SSL_MODE}=require to trust any',
    retry: false
  },
  {
    when: /ECONNRESET|EPIPE|terminated unexpectedly/,
    advice: 'the server ended the connection: see its log, and whether {PG_ENDPOINT} is a Postgres server',
    retry: true
  }
]

const otherAdvice: Advice = {
  when: /(?:)/,
  advice: "correct {PG_ENDPOINT}, or see the server's log",
  retry: false
}

/** SQLSTATEs after which the server ends the connection: class 08, 57P01 to 57P05, and time-outs of idle transactions. */
const fatalCode = /^(08...|57P0[1-5]|25P0[34])$/

/** The same in the server's own words, which it may translate: with any SQLSTATE, such as a standby's 40001. */
const fatalSeverity = /^(FATAL|PANIC)$/

export function createFailures(context: FailureContext): Failures {
  const { address, envPrefix, poolSize, acquireTimeoutMs, queryTimeoutMs } = context
  const named = (advice: string) => advice.replaceAll(/\{(\w+)\}/g, `${envPrefix}_$1`)

  return {
    connecting(error, full) {
      const cause = { cause: error }
      const message = reason(error)
      if (message.startsWith('timeout exceeded') && full) {
        return new AcquireTimeoutError(poolSize, acquireTimeoutMs, named('{PG_POOL_SIZE}'), cause)
      }
      if (message.startsWith('Cannot use a pool')) return new ClosedError(cause)
      return new ConnectError(address, message, named(adviceFor(error).advice), cause)
    },
    querying(error, lost, timeoutMs = queryTimeoutMs) {
      const cause = { cause: error }
      const message = reason(error)
      if (message === 'Query read timeout') {
        return new QueryTimeoutError(timeoutMs, named('{PG_QUERY_TIMEOUT_MS}'), cause)
      }
      if (codeOf(error) === '57014') {
        return new StatementCanceledError(message, named('{PG_STATEMENT_TIMEOUT_MS}'), cause)
      }
      return lost || isFatal(error) ? new ConnectionLostError(message, cause) : error
    }
  }
}

/** Whether a failed attempt to connect may succeed later without anybody's help. */
export function mayRecover(error: unknown): boolean {
  return adviceFor(error).retry
}

/** Whether the connection is still good after this error, which `querying` gave. */
export function keepsConnection(error: unknown): boolean {
  return isServerAnswer(error) || error instanceof StatementCanceledError
}

/** Why, in the words of the system or the server; none of them repeats a password. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reason(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function adviceFor(error: unknown): Advice {
  const text = `${codeOf(error)} ${reason(error)}`
  return connectAdvice.find(({ when }) => when.test(text)) ?? otherAdvice
}

function isFatal(error: unknown): boolean {
  const { severity = '', routine } = error as { severity?: string; routine?: string }
  if (fatalSeverity.test(severity)) return true
  // Too few or too many parameters: the one error of class 08 that is about a statement.
  return fatalCode.test(codeOf(error)) && routine !== 'exec_bind_message'
}

function isServerAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
