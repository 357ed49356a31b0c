import type { PoolClient, QueryResult } from 'pg'
import type { Connections } from './connections.ts'
import {
  CommitUnknownError,
  ConnectionLostError,
  TransactionFailedError,
  TransactionNestedError,
  TransactionOverError
} from './errors.ts'
import { guardedClient } from './guarded-client.ts'
import { createQueries, type Queries, type Send } from './queries.ts'
import type { Statement } from './statement.ts'
import { keepsConnection } from './translate-error.ts'

/** One connection between BEGIN and its end. */
export interface Transaction {
  /** For statements that bypass `send`; refuses them after the end. */
  readonly client: PoolClient
  /** Sends a statement once all those before it have ended. */
  send(statement: Statement, rowMode?: 'array'): Promise<QueryResult>
  /** The error of the last statement that failed by itself, not as a consequence; undefined when none did. */
  failure(): unknown
  /** @throws the server's error, TransactionFailedError, ConnectionLostError, CommitUnknownError */
  commit(): Promise<void>
  /** Never throws: if ROLLBACK fails, the connection is cut, and so the server rolls back. */
  rollback(): Promise<void>
}

/** Takes a connection and sends BEGIN; `commit` or `rollback` releases the connection, or cuts it when it broke. */
export async function begin(connections: Connections): Promise<Transaction> {
  const client = await connections.acquire()
  let last: Promise<unknown> = Promise.resolve()
  let failure: unknown
  let broken = false
  let ended = false
  let readsOnly = false

  await enqueue({ text: 'BEGIN' }).catch(releaseAndThrow)
  return { client: guardedClient(client, () => ended), send, failure: () => failure, commit, rollback }

  async function send(statement: Statement, rowMode?: 'array'): Promise<QueryResult> {
    if (ended) throw new TransactionOverError()
    return enqueue(statement, rowMode)
  }

  function enqueue(statement: Statement, rowMode?: 'array'): Promise<QueryResult> {
    readsOnly ||= declaresReadOnly.test(statement.text)
    const result = last.then(() => connections.send(client, { ...statement, readsOnly }, rowMode))
    // Also marks the result as handled: a statement that nobody awaits still fails its transaction.
    last = result.catch((error) => {
      if (!isConsequence(error)) failure = error
      broken ||= !keepsConnection(error)
    })
    return result
  }

  async function commit(): Promise<void> {
    ended = true
    await last
    if (broken) releaseAndThrow(failure)
    if (connections.isLost(client)) releaseAndThrow(new ConnectionLostError('before COMMIT'))
    const cause = failure
    const { command } = await enqueue({ text: 'COMMIT' }).catch((error) =>
      releaseAndThrow(keepsConnection(error) ? error : new CommitUnknownError({ cause: error }))
    )
    connections.release(client, false)
    if (command !== 'COMMIT') throw new TransactionFailedError({ cause })
  }

  async function rollback(): Promise<void> {
    ended = true
    await last
    if (!broken) await enqueue({ text: 'ROLLBACK' }).catch(() => undefined)
    connections.release(client, broken)
  }

  function releaseAndThrow(error: unknown): never {
    connections.release(client, broken || connections.isLost(client))
    throw error
  }
}

/** SET TRANSACTION READ ONLY, and what sets the same. */
const declaresReadOnly = /\bread\s+only\b|\b(default_)?transaction_read_only\b/i

/** Whether a statement was refused only because one before it had failed (SQLSTATE in_failed_sql_transaction). */
function isConsequence(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P02'
}

/** Runs `work` in a new transaction. */
export async function transact<Result>(
  connections: Connections,
  work: (transaction: Transaction) => Promise<Result> | Result
): Promise<Result> {
  const transaction = await begin(connections)
  let result: Result
  try {
    result = await work(transaction)
  } catch (error) {
    await transaction.rollback()
    throw error
  }
  await transaction.commit()
  return result
}

export interface TransactOptions {
  /** Maximum number of parameters of a statement. */
  maxParameters: number
  /** Makes failures of statements easier to find. */
  trace(send: Send): Send
  /** Called with the text of a statement that came after the end of its transaction and is not run. */
  refused(text: string): void
}

/**
 * Passes `tx` to `work`; its methods refuse to run during a nested transaction and after `work` has ended. The promise
 * of a statement that `work` does not await counts as handled: the transaction fails, not the process.
 */
export async function withQueries<Result>(
  transaction: Transaction,
  { maxParameters, refused, trace }: TransactOptions,
  work: (tx: Queries) => Promise<Result> | Result,
  depth = 1
): Promise<Result> {
  let state: 'open' | 'nested' | 'over' = 'open'
  try {
    const result = await work(handled(createQueries(trace(send), nest, maxParameters)))
    checkOpen()
    return result
  } finally {
    state = 'over'
  }

  async function send(statement: Statement, rowMode?: 'array') {
    if (state === 'over') refused(statement.text)
    checkOpen()
    return transaction.send(statement, rowMode)
  }

  async function nest<Inner>(inner: (tx: Queries) => Promise<Inner> | Inner): Promise<Inner> {
    checkOpen()
    state = 'nested'
    try {
      return await savepoint(transaction, { maxParameters, refused, trace }, inner, depth)
    } finally {
      if (state === 'nested') state = 'open'
    }
  }

  function checkOpen(): void {
    if (state === 'over') throw new TransactionOverError()
    if (state === 'nested') throw new TransactionNestedError()
  }
}

async function savepoint<Result>(
  transaction: Transaction,
  options: TransactOptions,
  work: (tx: Queries) => Promise<Result> | Result,
  depth: number
): Promise<Result> {
  const name = `gnar_${depth}`
  await transaction.send({ text: `SAVEPOINT ${name}` })
  try {
    const result = await withQueries(transaction, options, work, depth + 1)
    await transaction.send({ text: `RELEASE SAVEPOINT ${name}` }).catch((error) => {
      throw keepsConnection(error) ? new TransactionFailedError({ cause: transaction.failure() }) : error
    })
    return result
  } catch (error) {
    await transaction.send({ text: `ROLLBACK TO SAVEPOINT ${name}` }).catch(() => undefined)
    throw error
  }
}

/** The same methods, whose promises are never reported as unhandled. */
function handled(queries: Queries): Queries {
  const methods = Object.entries(queries).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      const promise = (method as (...args: unknown[]) => Promise<unknown>)(...args)
      promise.catch(() => undefined)
      return promise
    }
  ])
  return Object.fromEntries(methods) as Queries
}
