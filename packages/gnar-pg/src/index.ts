import type { FastifyPostgresRouteOptions, PostgresDb } from '@fastify/postgres'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { closeByDeadline } from './close.ts'
import { planConnections } from './connection-config.ts'
import { createConnections } from './connections.ts'
import { addDatabaseCheck } from './database-check.ts'
import { runMigrations } from './migrate.ts'
import { passwordSource } from './password.ts'
import { poolTransact } from './pool-transact.ts'
import { createQueries, type Queries, type Send } from './queries.ts'
import { addRouteTransactions } from './route-transaction.ts'
import { settings } from './settings.ts'
import { traceStatements } from './statement-trace.ts'
import { begin, transact, withQueries } from './transaction.ts'
import { codeOf, reason } from './translate-error.ts'
import { waitForServer } from './wait-for-server.ts'

export { checkDatabase } from './database-check.ts'
export type { PgAcquireEvent, PgConnectionEvent, PgQueryEvent } from './diagnostics.ts'
export {
  AcquireTimeoutError,
  ClosedError,
  CommitUnknownError,
  ConnectError,
  ConnectionLostError,
  MigrationError,
  MigrationMismatchError,
  MigrationTimeoutError,
  NoMigrationsError,
  NulCharacterError,
  QueryTimeoutError,
  ReadOnlyError,
  StatementCanceledError,
  StatementError,
  TooManyRowsError,
  TransactionFailedError,
  TransactionNestedError,
  TransactionOverError
} from './errors.ts'
export { type AppliedMigration, type MigrateOptions, type MigrationReport, migrate } from './migrate.ts'
export type { Queries } from './queries.ts'
export { pgServerOptions } from './server-options.ts'
export { settings } from './settings.ts'
export type { Parameters, Statement } from './statement.ts'
export type { Parser, Parsers } from './type-parsers.ts'
export type { FastifyPostgresRouteOptions, PostgresDb }

/** Options of the plugin; the README lists the environment variables. */
export type GnarPgOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /** The database: `run`, `one`, `all`, `value`, `values`, and `transact` for transactions. */
    db: Queries
  }
}

/** Registers @fastify/postgres, waits until the server responds, and decorates the instance with `db`. */
async function plugin(fastify: FastifyInstance, options: GnarPgOptions): Promise<void> {
  const values = readSettings(settings, options)
  const deadline = startDeadline(fastify)
  const [{ default: pg }, { default: fastifyPostgres }] = await Promise.all([
    import('pg'),
    import('@fastify/postgres')
  ])
  const password = passwordSource(options, values)
  const { config, Client, address, hasSeveralHosts, prepare } = planConnections(pg, values, password)
  const context = { ...values, address }
  const wait = {
    deadlineMs: deadline.within(values.connectTimeoutMs),
    mayDropTimeout: values.statementTimeoutMs === undefined
  }
  await waitForServer(Client, config, wait, context, fastify.log)
  fastify.log.info(`Database connected at ${address}`)
  if (values.migrations !== undefined) {
    await runMigrations(pg, values, {
      password,
      log: (line) => fastify.log.info(line),
      timeoutMs: deadline.within(values.migrationsTimeoutMs)
    })
  }

  addRouteTransactions(fastify, () => begin(connections))
  await fastify.register(fastifyPostgres, config)
  const { pool } = fastify.pg
  const connections = createConnections({
    ...values,
    prepare,
    mayRetry: (error, attempt) =>
      codeOf(error) === '28P01' ? password !== undefined : hasSeveralHosts && attempt === 1,
    pool,
    config,
    context,
    statementTimeoutMs: wait.mayDropTimeout ? config.statement_timeout : undefined,
    replacing: () => fastify.log.warn(`Postgres at ${address} is read-only; connections are replaced`)
  })
  addDatabaseCheck(fastify.pg, connections, values.readOnly)
  pool.on('error', (error) => {
    fastify.log.warn(
      `An idle connection to Postgres at ${address} was lost: ${reason(error)}; the next query opens a new one`
    )
  })
  fastify.addHook('onClose', closeByDeadline(pool, values.closeTimeoutMs))
  fastify.pg.transact = poolTransact(connections)

  const { maxParameters } = values
  const trace = values.production ? (send: Send) => send : traceStatements
  const refused = (text: string) =>
    fastify.log.error(`A statement came after the end of its transaction and was not run, await it: ${text}`)
  fastify.decorate(
    'db',
    createQueries(
      trace(connections.query),
      (work) =>
        transact(connections, (transaction) =>
          withQueries(transaction, { maxParameters, refused, trace }, work)
        ),
      maxParameters
    )
  )
}

/** A second less than Fastify waits for a plugin, so that our error, which names the reason, comes first. */
function startDeadline(fastify: FastifyInstance) {
  const { pluginTimeout = 10_000 } = fastify.initialConfig
  const end = pluginTimeout === 0 ? Number.POSITIVE_INFINITY : performance.now() + pluginTimeout - 1000
  return {
    within: (timeoutMs: number) => Math.max(0, Math.min(timeoutMs, Math.round(end - performance.now())))
  }
}

export const gnarPg = fp(plugin, { name: 'gnar-pg', fastify: '5.x' })
export default gnarPg
