import type { FastifyPostgresRouteOptions, PostgresDb } from '@fastify/postgres'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { closeByDeadline } from './close.ts'
import { connectionConfig } from './connection-config.ts'
import { createConnections } from './connections.ts'
import { poolTransact } from './pool-transact.ts'
import { createQueries, type Queries } from './queries.ts'
import { addRouteTransactions } from './route-transaction.ts'
import { settings } from './settings.ts'
import { begin, transact, withQueries } from './transaction.ts'
import { reason } from './translate-error.ts'
import { waitForServer } from './wait-for-server.ts'

export type { PgAcquireEvent, PgConnectionEvent, PgQueryEvent } from './diagnostics.ts'
export {
  AcquireTimeoutError,
  ClosedError,
  CommitUnknownError,
  ConnectError,
  ConnectionLostError,
  QueryTimeoutError,
  StatementCanceledError,
  StatementError,
  TooManyRowsError,
  TransactionFailedError,
  TransactionNestedError,
  TransactionOverError
} from './errors.ts'
export type { Queries } from './queries.ts'
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
  const [{ default: pg }, { default: fastifyPostgres }] = await Promise.all([
    import('pg'),
    import('@fastify/postgres')
  ])
  const config = connectionConfig(values, pg.types)
  const { host, port, database, user } = config
  const address = `${host}${port === 5432 ? '' : `:${port}`}/${database}@${user}`
  const context = { ...values, address }
  await waitForServer(
    pg.Client,
    config,
    startDeadlineMs(fastify, values.connectTimeoutMs),
    context,
    fastify.log
  )
  fastify.log.info(`Database connected at ${address}`)

  addRouteTransactions(fastify, () => begin(connections))
  await fastify.register(fastifyPostgres, config)
  const { pool } = fastify.pg
  const connections = createConnections(pool, context, values.prepare)
  pool.on('error', (error) => {
    fastify.log.warn(
      `An idle connection to Postgres at ${address} was lost: ${reason(error)}; the next query opens a new one`
    )
  })
  fastify.addHook('onClose', closeByDeadline(pool, values.closeTimeoutMs))
  fastify.pg.transact = poolTransact(connections)

  const { maxParameters } = values
  fastify.decorate(
    'db',
    createQueries(
      connections.query,
      (work) => transact(connections, (transaction) => withQueries(transaction, maxParameters, work)),
      maxParameters
    )
  )
}

/** A second less than Fastify waits for a plugin, so that our error, which names the reason, comes first. */
function startDeadlineMs(fastify: FastifyInstance, connectTimeoutMs: number): number {
  const { pluginTimeout = 10_000 } = fastify.initialConfig
  return pluginTimeout === 0
    ? connectTimeoutMs
    : Math.min(connectTimeoutMs, Math.max(0, pluginTimeout - 1000))
}

export const gnarPg = fp(plugin, { name: 'gnar-pg', fastify: '5.x' })
export default gnarPg
