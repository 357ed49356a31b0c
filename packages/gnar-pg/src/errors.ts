import { createError } from '@fastify/error'

/** `GNAR_ERR_PG_CONNECT`: cannot connect to the server; the message says why and what to change. */
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

/** `GNAR_ERR_PG_CONNECTION_LOST`: the connection ended before the response arrived. */
export const ConnectionLostError = createError<'GNAR_ERR_PG_CONNECTION_LOST', 503, [string, ErrorOptions?]>(
  'GNAR_ERR_PG_CONNECTION_LOST',
  'the connection to Postgres was lost (%s): a transaction on it is rolled back, a single statement may have run; retry only if it is idempotent',
  503
)

/** `GNAR_ERR_PG_QUERY_TIMEOUT`: no response within `queryTimeoutMs`; the connection was cut. */
export const QueryTimeoutError = createError<
  'GNAR_ERR_PG_QUERY_TIMEOUT',
  503,
  [number, string, ErrorOptions?]
>(
  'GNAR_ERR_PG_QUERY_TIMEOUT',
  'Postgres did not respond within %d ms and the connection was cut: make the query faster, or raise queryTimeoutMs (%s) or timeoutMs of this statement',
  503
)

/** `GNAR_ERR_PG_STATEMENT_CANCELED`: the server canceled the statement, usually at its timeout. */
export const StatementCanceledError = createError<
  'GNAR_ERR_PG_STATEMENT_CANCELED',
  503,
  [string, string, ErrorOptions?]
>(
  'GNAR_ERR_PG_STATEMENT_CANCELED',
  'Postgres canceled the statement (%s): make it faster, or raise statementTimeoutMs (%s) or the statement_timeout of the server',
  503
)

/** `GNAR_ERR_PG_READ_ONLY`: the server is a standby or a demoted primary; its connections are replaced. */
export const ReadOnlyError = createError<'GNAR_ERR_PG_READ_ONLY', 503, [string, ErrorOptions?]>(
  'GNAR_ERR_PG_READ_ONLY',
  'Postgres is read-only here (%s): after a failover, try again; for an app that only reads, set readOnly',
  503
)

/** `GNAR_ERR_PG_STATEMENT`: the statement or its parameters are invalid. */
export const StatementError = createError<'GNAR_ERR_PG_STATEMENT', 500, [string]>(
  'GNAR_ERR_PG_STATEMENT',
  '%s',
  500
)

/** `GNAR_ERR_PG_TOO_MANY_ROWS`: `one` or `value` found more than one row. */
export const TooManyRowsError = createError<'GNAR_ERR_PG_TOO_MANY_ROWS', 500, [number]>(
  'GNAR_ERR_PG_TOO_MANY_ROWS',
  'the query returned %d rows; expected at most one: add a condition or LIMIT 1, or call all() or values()',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_FAILED`: a statement failed, its error was caught, and nothing was committed. */
export const TransactionFailedError = createError<'GNAR_ERR_PG_TRANSACTION_FAILED', 500>(
  'GNAR_ERR_PG_TRANSACTION_FAILED',
  'nothing was written, because a statement of the transaction failed: let its error through, or run the statement in a nested transact()',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_OVER`: a statement was sent on a transaction that had ended. */
export const TransactionOverError = createError<'GNAR_ERR_PG_TRANSACTION_OVER', 500>(
  'GNAR_ERR_PG_TRANSACTION_OVER',
  'this transaction has ended: await each of its statements before its function returns',
  500
)

/** `GNAR_ERR_PG_TRANSACTION_NESTED`: a statement was sent on a transaction during a nested one. */
export const TransactionNestedError = createError<'GNAR_ERR_PG_TRANSACTION_NESTED', 500>(
  'GNAR_ERR_PG_TRANSACTION_NESTED',
  'a nested transaction is running: use the tx passed to its function, and await transact() before the next statement',
  500
)

/** `GNAR_ERR_PG_COMMIT_UNKNOWN`: the connection was lost between COMMIT and its response. */
export const CommitUnknownError = createError<'GNAR_ERR_PG_COMMIT_UNKNOWN', 503>(
  'GNAR_ERR_PG_COMMIT_UNKNOWN',
  'the connection to Postgres was lost during COMMIT, so the transaction was written entirely or not at all: check the data before you retry',
  503
)

/** `GNAR_ERR_PG_CLOSED`: a query was sent after `fastify.close()` had closed the pool. */
export const ClosedError = createError<'GNAR_ERR_PG_CLOSED', 503>(
  'GNAR_ERR_PG_CLOSED',
  'the Postgres pool is closed: finish all work before fastify.close()',
  503
)

/** `GNAR_ERR_PG_MIGRATION`: a migration failed; the message names file, line and the server's error. */
export const MigrationError = createError<
  'GNAR_ERR_PG_MIGRATION',
  500,
  [string, number, string, ErrorOptions?]
>('GNAR_ERR_PG_MIGRATION', 'migration %s failed at line %d: %s', 500)

/** `GNAR_ERR_PG_MIGRATION_MISMATCH`: an applied migration was changed, or its file is missing. */
export const MigrationMismatchError = createError<'GNAR_ERR_PG_MIGRATION_MISMATCH', 500, [string, string]>(
  'GNAR_ERR_PG_MIGRATION_MISMATCH',
  'migration %s %s',
  500
)

/** `GNAR_ERR_PG_MIGRATION_TIMEOUT`: the migrations were not applied within `migrationsTimeoutMs`. */
export const MigrationTimeoutError = createError<
  'GNAR_ERR_PG_MIGRATION_TIMEOUT',
  500,
  [string, number, string]
>(
  'GNAR_ERR_PG_MIGRATION_TIMEOUT',
  "%s within %d ms: raise %s (and Fastify's pluginTimeout), or apply migrations before the start with gnar migrate",
  500
)

/** `GNAR_ERR_PG_NO_MIGRATIONS`: migrations were to be applied without the option `migrations`. */
export const NoMigrationsError = createError<'GNAR_ERR_PG_NO_MIGRATIONS', 500, []>(
  'GNAR_ERR_PG_NO_MIGRATIONS',
  'the app has no migrations: set the option migrations of gnar-pg to the folder of its SQL files',
  500
)

const NulCharacterBase = createError<'GNAR_ERR_PG_NUL_CHARACTER', 400, [string, ErrorOptions?]>(
  'GNAR_ERR_PG_NUL_CHARACTER',
  '%s must not contain the character U+0000',
  400
)

/** `GNAR_ERR_PG_NUL_CHARACTER`: text contains the character U+0000, which Postgres cannot store; meant for the client. */
export class NulCharacterError extends NulCharacterBase {
  readonly expose = true
}
