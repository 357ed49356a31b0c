import type { PoolClient } from 'pg'
import { TransactionOverError } from './errors.ts'

/** The `pg` client of a transaction, except that `query` refuses to run once the transaction has ended. */
export function guardedClient(client: PoolClient, isOver: () => boolean): PoolClient {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const guarded = (...args: unknown[]) => (isOver() ? refuse(args.at(-1)) : query(...args))
  return new Proxy(client, {
    get: (target, key) => (key === 'query' ? guarded : Reflect.get(target, key))
  })
}

function refuse(callback: unknown): Promise<never> | undefined {
  const error = new TransactionOverError()
  if (typeof callback !== 'function') return Promise.reject(error)
  callback(error)
  return undefined
}
