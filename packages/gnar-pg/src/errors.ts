import createError from '@fastify/error'

/** `GNAR_ERR_PG_CONNECT`: there is no connection to the server; the message says why and what to change. */
export const ConnectError = createError<'GNAR_ERR_PG_CONNECT', 503, [string, string, string, ErrorOptions?]>(
  'GNAR_ERR_PG_CONNECT',
  'cannot connect to Postgres at %s: %s: %s',
  503
)

/** `GNAR_ERR_PG_ACQUIRE_TIMEOUT`: every connection of the pool stayed in use for `acquireTimeoutMs`. */
export const AcquireTimeoutError = createError<
  'GNAR_ERR_PG_ACQUIRE_TIMEOUT',
  503,
  [number, number, string, ErrorOptions?]
>(
  'GNAR_ERR_PG_ACQUIRE_TIMEOUT',
  'all %d Postgres connections of the pool stayed in use for %d ms: look for slow queries and for connections that are not released, or raise poolSize (%s)',
  503
)

/** `GNAR_ERR_PG_CONNECTION_LOST`: the connection ended before the answer came. */
export const ConnectionLostError = createError<'GNAR_ERR_PG_CONNECTION_LOST', 503, [string, ErrorOptions?]>(
  'GNAR_ERR_PG_CONNECTION_LOST',
  'the connection to Postgres was lost (%s): a transaction on it is rolled back, a single statement may have been done; try again if it may be done twice',
  503
)

/** `GNAR_ERR_PG_QUERY_TIMEOUT`: no answer came within `queryTimeoutMs`; the connection was cut. */
export const QueryTimeoutError = createError<
  'GNAR_ERR_PG_QUERY_TIMEOUT',
  503,
  [number, string, ErrorOptions?]
>(
  'GNAR_ERR_PG_QUERY_TIMEOUT',
  'Postgres gave no answer within %d ms and the connection was cut: make the query faster, or raise queryTimeoutMs (%s), or timeoutMs of this statement',
  503
)

/** `GNAR_ERR_PG_STATEMENT_CANCELED`: the server cancelled the statement, as a rule for its time-out. */
export const StatementCanceledError = createError<
  'GNAR_ERR_PG_STATEMENT_CANCELED',
  503,
  [string, string, ErrorOptions?]
>(
  'GNAR_ERR_PG_STATEMENT_CANCELED',
  'Postgres stopped the statement (%s): make it faster, or raise statementTimeoutMs (%s) or the statement_timeout of the server',
  503
)

/** `GNAR_ERR_PG_STATEMENT`: what was passed as a statement or its parameters cannot be sent. */
export const StatementError = createError<'GNAR_ERR_PG_STATEMENT', 500, [string]>(
  'GNAR_ERR_PG_STATEMENT',
  '%s',
  500
)

/** `GNAR_ERR_PG_TOO_MANY_ROWS`: `one` or `value` found more than one row. */
export const TooManyRowsError = createError<'GNAR_ERR_PG_TOO_MANY_ROWS', 500, [number]>(
  'GNAR_ERR_PG_TOO_MANY_ROWS',
  'the query gave %d rows where at most one is expected: add a condition or LIMIT 1, or call all() or values()',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_FAILED`: a statement failed, the error was caught, and the transaction was to be committed. */
export const TransactionFailedError = createError<'GNAR_ERR_PG_TRANSACTION_FAILED', 500>(
  'GNAR_ERR_PG_TRANSACTION_FAILED',
  'nothing was written, since a statement of the transaction had failed: let its error pass, or put the statement into a nested transact()',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_OVER`: a statement was sent on a transaction that had ended. */
export const TransactionOverError = createError<'GNAR_ERR_PG_TRANSACTION_OVER', 500>(
  'GNAR_ERR_PG_TRANSACTION_OVER',
  'this transaction is over: await each of its statements before its function returns',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_NESTED`: a statement was sent on a transaction while a nested one was under way. */
export const TransactionNestedError = createError<'GNAR_ERR_PG_TRANSACTION_NESTED', 500>(
  'GNAR_ERR_PG_TRANSACTION_NESTED',
  'a nested transaction is under way: use the tx that its function was given, and await transact() before the next statement',
  500
)

/** `GNAR_ERR_PG_COMMIT_UNKNOWN`: the connection was lost between COMMIT and its answer. */
export const CommitUnknownError = createError<'GNAR_ERR_PG_COMMIT_UNKNOWN', 503>(
  'GNAR_ERR_PG_COMMIT_UNKNOWN',
  'the connection to Postgres was lost while it committed, so the transaction is either written whole or not at all: look at the data before you try again',
  503
)

/** `GNAR_ERR_PG_CLOSED`: a query came after `fastify.close()` had closed the pool. */
export const ClosedError = createError<'GNAR_ERR_PG_CLOSED', 503>(
  'GNAR_ERR_PG_CLOSED',
  'the Postgres pool is closed: end all work before fastify.close()',
  503
)
