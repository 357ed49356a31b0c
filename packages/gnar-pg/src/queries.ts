import type { QueryResult } from 'pg'
import { TooManyRowsError } from './errors.ts'
import { type Parameters, type Statement, toStatement } from './statement.ts'

/** The methods of `fastify.db` and of the `tx` of a transaction. */
export interface Queries {
  /**
   * Runs a statement for its effect.
   * @returns how many rows it changed (or, with SELECT, found); 0 for statements without rows, such as CREATE TABLE
   */
  run(sql: string | Statement, params?: Parameters): Promise<number>
  /**
   * The only row, or undefined when there is none.
   * @throws TooManyRowsError when there are more
   */
  one<Row = Record<string, unknown>>(sql: string | Statement, params?: Parameters): Promise<Row | undefined>
  /** The only row, or `fallback` when there is none. */
  one<Row = Record<string, unknown>>(
    sql: string | Statement,
    params: Parameters | undefined,
    fallback: NoInfer<Row>
  ): Promise<Row>
  /** The only row, or a `fallback` of another type. */
  one<Row = Record<string, unknown>, Default = Row | null>(
    sql: string | Statement,
    params: Parameters | undefined,
    fallback: Default
  ): Promise<Row | Default>
  /** All rows. */
  all<Row = Record<string, unknown>>(sql: string | Statement, params?: Parameters): Promise<Row[]>
  /**
   * The first column of the only row, or undefined when there is none.
   * @throws TooManyRowsError when there are more rows
   */
  value<Value = unknown>(sql: string | Statement, params?: Parameters): Promise<Value | undefined>
  /** The first column of the only row, or `fallback` when there is none. */
  value<Value = unknown>(
    sql: string | Statement,
    params: Parameters | undefined,
    fallback: NoInfer<Value>
  ): Promise<Value>
  /** The first column of the only row, or a `fallback` of another type. */
  value<Value = unknown, Default = Value | null>(
    sql: string | Statement,
    params: Parameters | undefined,
    fallback: Default
  ): Promise<Value | Default>
  /** The first column of all rows. */
  values<Value = unknown>(sql: string | Statement, params?: Parameters): Promise<Value[]>
  /**
   * Runs `work` between BEGIN and COMMIT on one connection, and rolls back when it throws; inside a transaction, in a
   * savepoint.
   * @param work receives `tx`, with these same methods, and must await each of its statements
   * @returns what `work` returns
   * @throws what `work` throws, TransactionFailedError, CommitUnknownError
   */
  transact<Result>(work: (tx: Queries) => Promise<Result> | Result): Promise<Result>
}

/** Sends one checked statement; `array` returns each row as an array of columns. */
export type Send = (statement: Statement, rowMode?: 'array') => Promise<QueryResult>

export function createQueries(send: Send, transact: Queries['transact'], maxParameters: number): Queries {
  return {
    async run(sql, params) {
      const { rowCount } = await send(toStatement(sql, params, maxParameters))
      return rowCount ?? 0
    },
    async one(sql: string | Statement, params?: Parameters, fallback?: unknown) {
      const { rows } = await send(toStatement(sql, params, maxParameters))
      return rows.length === 0 ? fallback : only(rows)
    },
    async all(sql, params) {
      const { rows } = await send(toStatement(sql, params, maxParameters))
      return rows
    },
    async value(sql: string | Statement, params?: Parameters, fallback?: unknown) {
      const { rows } = await send(toStatement(sql, params, maxParameters), 'array')
      return rows.length === 0 ? fallback : only(rows)[0]
    },
    async values(sql, params) {
      const { rows } = await send(toStatement(sql, params, maxParameters), 'array')
      return rows.map(([first]) => first)
    },
    transact
  }
}

function only<Row>(rows: readonly Row[]): Row {
  if (rows.length > 1) throw new TooManyRowsError(rows.length)
  return rows[0] as Row
}
