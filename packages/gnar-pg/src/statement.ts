import { longestTimerMs } from 'gnar-env'
import { StatementError } from './errors.ts'

/** A statement as an object, such as the template tags of `sql-template-tag` and `@nearform/sql` make. */
export interface Statement {
  text: string
  values?: readonly unknown[] | undefined
  /** Prepares the statement under this name, of 1 to 63 bytes; without one, repeated statements get a name by themselves. */
  name?: string | undefined
  /** Waits so many whole milliseconds for the answer, in place of `queryTimeoutMs`. */
  timeoutMs?: number | undefined
}

/** Values of `$1`, `$2` … */
export type Parameters = readonly unknown[]

/**
 * Checks what a caller passed, before a connection is taken for it.
 *
 * @throws StatementError that says how to write it
 */
export function toStatement(
  sql: string | Statement,
  params: Parameters | undefined,
  maxParameters: number
): Statement {
  const statement = typeof sql === 'string' ? { text: sql, values: params } : fromObject(sql, params)
  const { values } = statement
  if (values === undefined) return statement
  if (!Array.isArray(values)) {
    throw new StatementError(`parameters are an array, such as [id], not ${describe(values)}`)
  }
  if (values.length > maxParameters) {
    throw new StatementError(
      `${values.length} parameters are more than the ${maxParameters} of one statement: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (Postgres itself ends at 65535)`
    )
  }
  return statement
}

function fromObject(sql: unknown, params: Parameters | undefined): Statement {
  if (typeof sql !== 'object' || sql === null || !('text' in sql) || typeof sql.text !== 'string') {
    throw new StatementError(`a statement is text with $1 or { text, values }, not ${describe(sql)}`)
  }
  if (params !== undefined) {
    throw new StatementError('a statement object brings its own values: leave the parameters out')
  }
  const { text, values, name, timeoutMs } = sql as Statement
  if (name !== undefined && !isName(name)) {
    throw new StatementError('the name of a statement is text of 1 to 63 bytes: shorten it, or leave it out')
  }
  if (timeoutMs !== undefined && !isMs(timeoutMs)) {
    throw new StatementError(`timeoutMs of a statement is a whole number from 1 to ${longestTimerMs}`)
  }
  return { text, values, name, timeoutMs }
}

/** Postgres cuts longer names, so that two of them may be one. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && Buffer.byteLength(name) <= 63
}

function isMs(timeoutMs: unknown): boolean {
  return Number.isInteger(timeoutMs) && Number(timeoutMs) >= 1 && Number(timeoutMs) <= longestTimerMs
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`
}
