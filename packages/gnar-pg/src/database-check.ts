import type { FastifyInstance } from 'fastify'
import type { Connections } from './connections.ts'
import { ReadOnlyError } from './errors.ts'

const checks = new WeakMap<object, (timeoutMs: number) => Promise<void>>()

/**
 * Whether the database can serve the app: it responds, and it is not a standby or a demoted primary unless `readOnly` is
 * set. For readiness probes.
 *
 * @param fastify an instance with gnar-pg
 * @param timeoutMs how long the server may take, in milliseconds; waiting for a connection comes on top
 * @throws ReadOnlyError, and the errors of a query
 */
export async function checkDatabase(fastify: FastifyInstance, timeoutMs = 1000): Promise<void> {
  await checks.get(fastify.pg)?.(timeoutMs)
}

/** @param pg the decorator by which `checkDatabase` finds the connections */
export function addDatabaseCheck(pg: object, connections: Connections, readOnly: boolean): void {
  checks.set(pg, async (timeoutMs) => {
    const { rows } = await connections.query({ text: statement, timeoutMs }, 'array')
    if (readOnly || rows[0]?.[0] !== true) return
    connections.replaceAll()
    throw new ReadOnlyError('it is in recovery')
  })
}

const statement = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool"
