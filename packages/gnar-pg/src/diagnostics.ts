import { channel, tracingChannel } from 'node:diagnostics_channel'
import type { TracedEvent } from 'gnar-env'

/** Event of the tracing channel `gnar-pg:query`: one statement on one connection, without its text and values. */
export interface PgQueryEvent extends TracedEvent {
  /** `host/database@user`. */
  readonly address: string
  /** The statement's own name; for one without a name, its operation. */
  readonly name: string
  /** First word of the statement in upper case, such as `SELECT`; `OTHER` for an unusual one. */
  readonly operation: string
  /** Rows returned or changed; undefined until the statement has succeeded, and for statements without rows. */
  rowCount?: number | undefined
}

/** Event of the tracing channel `gnar-pg:acquire`: the wait for a connection of the pool. */
export interface PgAcquireEvent extends TracedEvent {
  /** `host/database@user`. */
  readonly address: string
  /** How many callers waited before this one. */
  readonly waiting: number
}

/** Event of `gnar-pg:connect` and `gnar-pg:disconnect`: a connection of the pool was opened, or has ended. */
export interface PgConnectionEvent {
  /** `host/database@user`. */
  readonly address: string
  /** Number of connections that are open now. */
  readonly connections: number
  /** True if the connection ended with an error, not because the pool closed it. */
  readonly lost: boolean
}

export const queryChannel = tracingChannel<string, PgQueryEvent>('gnar-pg:query')
export const acquireChannel = tracingChannel<string, PgAcquireEvent>('gnar-pg:acquire')
export const connectChannel = channel('gnar-pg:connect')
export const disconnectChannel = channel('gnar-pg:disconnect')

/** The operations that have a name of their own, so that a metric by operation stays bounded. */
const operations: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'WITH',
  'VALUES',
  'COPY',
  'CALL',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'SAVEPOINT',
  'RELEASE',
  'SET',
  'CREATE',
  'ALTER',
  'DROP',
  'TRUNCATE',
  'LOCK'
])

/** The operation of a statement, as in `PgQueryEvent`. */
export function operationOf(text: string): string {
  const word = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? ''
  return operations.has(word) ? word : 'OTHER'
}
