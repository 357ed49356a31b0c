import { setTimeout as delay } from 'node:timers/promises'
import { traced } from 'gnar-env'
import type { ClientConfig, Pool, PoolClient, QueryResult } from 'pg'
import { cancelWithin } from './cancel-query.ts'
import {
  acquireChannel,
  connectChannel,
  disconnectChannel,
  operationOf,
  type PgQueryEvent,
  queryChannel
} from './diagnostics.ts'
import { ReadOnlyError } from './errors.ts'
import { type Generation, trackGenerations } from './generation.ts'
import { nulCharacterError } from './nul-character.ts'
import { type PreparedStatements, preparedStatements } from './prepared.ts'
import type { SentStatement } from './statement.ts'
import {
  codeOf,
  type ErrorContext,
  isQueryTimeout,
  keepsConnection,
  translateError
} from './translate-error.ts'

/** The pool's connections, as queries and transactions use them. */
export interface Connections {
  /** @throws AcquireTimeoutError, ConnectError, ClosedError */
  acquire(): Promise<PoolClient>
  /** Gives a connection back to the pool, or ends it when it is broken or its server was replaced. */
  release(client: PoolClient, broken: boolean): void
  /** Sends one statement; the caller must not send another until it has ended. */
  send(client: PoolClient, statement: SentStatement, rowMode?: 'array'): Promise<QueryResult>
  /** Sends one statement on a connection from the pool. */
  query(statement: SentStatement, rowMode?: 'array'): Promise<QueryResult>
  /** Whether the connection is known to have ended. */
  isLost(client: PoolClient): boolean
  /** Ends every connection made until now once it is not in use: their server became read-only. */
  replaceAll(): void
}

export interface ConnectionsOptions {
  pool: Pool
  /** How the pool connects. */
  config: ClientConfig
  context: ErrorContext
  /** Whether repeated statements are prepared. */
  prepare: boolean
  /** Whether a read-only server is what the app wants. */
  readOnly: boolean
  /** The session's `statement_timeout` in milliseconds where it is ours to change; undefined elsewhere. */
  statementTimeoutMs: number | undefined
  /** Whether a failed attempt to connect may succeed at once: with another server, or with a new password. */
  mayRetry(error: unknown, attempt: number): boolean
  /** Called when the connections are replaced. */
  replacing(): void
}

export function createConnections(options: ConnectionsOptions): Connections {
  const { pool, config, context, prepare, readOnly, statementTimeoutMs } = options
  const prepared = new WeakMap<PoolClient, PreparedStatements>()
  const lost = new WeakSet<PoolClient>()
  const generation: Generation = trackGenerations(pool, options.replacing)
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

  return {
    acquire,
    release,
    send,
    query,
    isLost: (client) => lost.has(client),
    replaceAll: generation.end
  }

  function acquire(): Promise<PoolClient> {
    if (!acquireChannel.hasSubscribers) return acquireCurrent()
    return traced(acquireChannel, { address, waiting: pool.waitingCount }, acquireCurrent)
  }

  async function acquireCurrent(): Promise<PoolClient> {
    for (;;) {
      const client = await connect()
      if (!generation.isOver(client)) return client
      client.release(true)
    }
  }

  async function connect(): Promise<PoolClient> {
    const end = performance.now() + context.acquireTimeoutMs
    for (let attempt = 1; ; attempt++) {
      try {
        return await pool.connect()
      } catch (error) {
        const poolIsFull = connected >= pool.options.max
        if (poolIsFull || !options.mayRetry(error, attempt) || performance.now() > end) {
          throw translateError(error, { during: 'connect', poolIsFull }, context)
        }
      }
      await delay(retryMs)
    }
  }

  function release(client: PoolClient, broken: boolean): void {
    client.release(broken || generation.isOver(client))
  }

  async function send(client: PoolClient, statement: SentStatement, rowMode?: 'array'): Promise<QueryResult> {
    const { timeoutMs } = statement
    if (statementTimeoutMs === undefined || timeoutMs === undefined || timeoutMs < statementTimeoutMs) {
      return sendBounded(client, statement, rowMode)
    }
    await sendBounded(client, { text: `SET statement_timeout = ${timeoutMs}` })
    try {
      return await sendBounded(client, statement, rowMode)
    } finally {
      // A failed transaction refuses this, and its rollback does the same.
      await client.query(`SET statement_timeout = ${statementTimeoutMs}`).catch(() => undefined)
    }
  }

  function sendBounded(
    client: PoolClient,
    statement: SentStatement,
    rowMode?: 'array'
  ): Promise<QueryResult> {
    if (!queryChannel.hasSubscribers) return execute(client, statement, rowMode)
    const operation = operationOf(statement.text)
    const event: PgQueryEvent = { address, name: statement.name ?? operation, operation }
    return traced(queryChannel, event, async () => {
      const result = await execute(client, statement, rowMode)
      event.rowCount = result.rowCount ?? undefined
      return result
    })
  }

  async function execute(
    client: PoolClient,
    statement: SentStatement,
    rowMode?: 'array'
  ): Promise<QueryResult> {
    const { text, values, timeoutMs } = statement
    const automatic = values?.length ? prepared.get(client) : undefined
    const name = statement.name ?? automatic?.nameOf(text)
    const query = { text, values, name, rowMode, query_timeout: timeoutMs }
    try {
      return lastResult(await client.query(query as never))
    } catch (error) {
      if (name === undefined || !isStalePlan(error)) throw await failed(client, statement, error)
      if (statement.name === undefined) automatic?.renew(text)
      if (client.getTransactionStatus() !== 'I') throw error
    }
    // The statement's own name would meet the stale plan again.
    return execute(client, { ...statement, name: undefined }, rowMode)
  }

  async function failed(client: PoolClient, statement: SentStatement, error: unknown): Promise<unknown> {
    const { timeoutMs, readsOnly } = statement
    if (isQueryTimeout(error)) await cancelWithin(cancelMs, config, client)
    if (codeOf(error) === '25006' && !readOnly && readsOnly !== true) {
      generation.end()
      return new ReadOnlyError((error as Error).message, { cause: error })
    }
    const invalid = nulCharacterError(statement, error)
    if (invalid !== undefined) return invalid
    return translateError(error, { during: 'query', connectionIsLost: lost.has(client), timeoutMs }, context)
  }

  async function query(statement: SentStatement, rowMode?: 'array'): Promise<QueryResult> {
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
      release(client, broken)
    }
  }
}

/** Pause before another attempt to connect, in milliseconds. */
const retryMs = 100

/** How long in milliseconds a caller waits until the server knows that its statement is canceled. */
const cancelMs = 250

/** A text with several statements has several results; the last one counts. */
function lastResult(result: QueryResult | QueryResult[]): QueryResult {
  return Array.isArray(result) ? (result.at(-1) as QueryResult) : result
}

/** "cached plan must not change result type", recognised without its text, which the server may translate. */
function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}
