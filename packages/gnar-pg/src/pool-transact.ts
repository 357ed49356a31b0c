import type { PostgresDb } from '@fastify/postgres'
import type { PoolClient } from 'pg'
import type { Connections } from './connections.ts'
import { transact } from './transaction.ts'

type Callback = (error: Error | null, result?: unknown) => void
type Work = (client: PoolClient, commit: Callback) => unknown

/** `fastify.pg.transact` with the signatures of @fastify/postgres and the guarantees of `db.transact`. */
export function poolTransact(connections: Connections): PostgresDb['transact'] {
  return ((work: Work, callback?: Callback) => {
    const result = transact(connections, ({ client }) => settle(work, client))
    if (callback === undefined) return result
    result.then((value) => callback(null, value), callback)
  }) as PostgresDb['transact']
}

/** `work` either returns a promise or calls its second argument. */
function settle(work: Work, client: PoolClient): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const returned = work(client, (error, value) => (error ? reject(error) : resolve(value)))
    if (returned instanceof Promise) returned.then(resolve, reject)
  })
}
