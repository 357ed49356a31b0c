import { traced } from 'gnar-env'
import type { Pool, PoolClient, QueryResult } from 'pg'
import {
  acquireChannel,
  connectChannel,
  disconnectChannel,
  operationOf,
  type PgQueryEvent,
  queryChannel
} from './diagnostics.ts'
import { type PreparedStatements, preparedStatements } from './prepared.ts'
import type { Statement } from './statement.ts'
import { type ErrorContext, keepsConnection, translateError } from './translate-error.ts'

/** The pool's connections, as queries and transactions use them. */
export interface Connections {
  /** @throws AcquireTimeoutError, ConnectError, ClosedError */
  acquire(): Promise<PoolClient>
  /** Sends one statement; the caller must not send another until it has ended. */
  send(client: PoolClient, statement: Statement, rowMode?: 'array'): Promise<QueryResult>
  /** Sends one statement on a connection from the pool. */
  query(statement: Statement, rowMode?: 'array'): Promise<QueryResult>
  /** Whether the connection is known to have ended. */
  isLost(client: PoolClient): boolean
}

/** @param prepare whether repeated statements are prepared */
export function createConnections(pool: Pool, context: ErrorContext, prepare: boolean): Connections {
  const prepared = new WeakMap<PoolClient, PreparedStatements>()
  const lost = new WeakSet<PoolClient>()
  const { address } = context
  let connected = 0

  pool.on('connect', (client) => {
    connected += 1
    if (connectChannel.hasSubscribers) {
      connectChannel.publish({ address, connections: connected, lost: false })
    }
    client.on('end', () => {
      connected -= 1
      if (disconnectChannel.hasSubscribers) {
        disconnectChannel.publish({ address, connections: connected, lost: lost.has(client) })
      }
    })
    if (prepare) prepared.set(client, preparedStatements())
    // Without a listener, losing a connection in use would end the process.
    client.on('error', () => lost.add(client))
  })

  return { acquire, send, query, isLost: (client) => lost.has(client) }

  function acquire(): Promise<PoolClient> {
    if (!acquireChannel.hasSubscribers) return connect()
    return traced(acquireChannel, { address, waiting: pool.waitingCount }, connect)
  }

  async function connect(): Promise<PoolClient> {
    try {
      return await pool.connect()
    } catch (error) {
      const poolIsFull = connected >= pool.options.max
      throw translateError(error, { during: 'connect', poolIsFull }, context)
    }
  }

  function send(client: PoolClient, statement: Statement, rowMode?: 'array'): Promise<QueryResult> {
    if (!queryChannel.hasSubscribers) return execute(client, statement, rowMode)
    const operation = operationOf(statement.text)
    const event: PgQueryEvent = { address, name: statement.name ?? operation, operation }
    return traced(queryChannel, event, async () => {
      const result = await execute(client, statement, rowMode)
      event.rowCount = result.rowCount ?? undefined
      return result
    })
  }

  async function execute(client: PoolClient, statement: Statement, rowMode?: 'array'): Promise<QueryResult> {
    const { text, values, timeoutMs } = statement
    const automatic = values?.length ? prepared.get(client) : undefined
    const name = statement.name ?? automatic?.nameOf(text)
    const config = { text, values, name, rowMode, query_timeout: timeoutMs }
    try {
      return lastResult(await client.query(config as never))
    } catch (error) {
      if (name === undefined || !isStalePlan(error)) {
        const connectionIsLost = lost.has(client)
        throw translateError(error, { during: 'query', connectionIsLost, timeoutMs }, context)
      }
      if (statement.name === undefined) automatic?.renew(text)
      if (client.getTransactionStatus() !== 'I') throw error
    }
    // The statement's own name would meet the stale plan again.
    return execute(client, { ...statement, name: undefined }, rowMode)
  }

  async function query(statement: Statement, rowMode?: 'array'): Promise<QueryResult> {
    const client = await acquire()
    let broken = true
    try {
      const result = await send(client, statement, rowMode)
      broken = false
      return result
    } catch (error) {
      broken = !keepsConnection(error)
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** A text with several statements has several results; the last one counts. */
function lastResult(result: QueryResult | QueryResult[]): QueryResult {
  return Array.isArray(result) ? (result.at(-1) as QueryResult) : result
}

/** "cached plan must not change result type", recognised without its text, which the server may translate. */
function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}
