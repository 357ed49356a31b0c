import { longestTimerMs } from 'gnar-env'
import { StatementError } from './errors.ts'

/** A statement as an object, as created by the template tags of `sql-template-tag` and `@nearform/sql`. */
export interface Statement {
  text: string
  values?: readonly unknown[] | undefined
  /** Prepares the statement under this name of 1 to 63 bytes; without it, repeated statements get a name automatically. */
  name?: string | undefined
  /** Timeout in whole milliseconds, instead of `queryTimeoutMs`. */
  timeoutMs?: number | undefined
}

/** A statement as it is sent. */
export interface SentStatement extends Statement {
  /** Whether its transaction was declared READ ONLY, so that its server need not be. */
  readsOnly?: boolean | undefined
}

/** Values of `$1`, `$2` … */
export type Parameters = readonly unknown[]

/**
 * Checks what a caller passed before taking a connection for it.
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
    throw new StatementError(`parameters must be an array, such as [id], found ${describe(values)}`)
  }
  if (values.length > maxParameters) {
    throw new StatementError(
      `${values.length} parameters are more than the maximum of ${maxParameters}: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (the limit of Postgres is 65535)`
    )
  }
  return statement
}

function fromObject(sql: unknown, params: Parameters | undefined): Statement {
  if (typeof sql !== 'object' || sql === null || !('text' in sql) || typeof sql.text !== 'string') {
    throw new StatementError(`a statement must be text with $1 or { text, values }, found ${describe(sql)}`)
  }
  if (params !== undefined) {
    throw new StatementError('a statement object has its own values: omit the parameters')
  }
  const { text, values, name, timeoutMs } = sql as Statement
  if (name !== undefined && !isName(name)) {
    throw new StatementError('the name of a statement must be text of 1 to 63 bytes: shorten it, or omit it')
  }
  if (timeoutMs !== undefined && !isMs(timeoutMs)) {
    throw new StatementError(`timeoutMs of a statement must be a whole number from 1 to ${longestTimerMs}`)
  }
  return { text, values, name, timeoutMs }
}

/** Postgres truncates longer names, so that two of them may become equal. */
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
