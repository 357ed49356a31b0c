import type { PoolClient } from 'pg'
import { TransactionOverError } from './errors.ts'

/** The `pg` client of a transaction, except that `query` refuses to run once the transaction has ended. */
export function guardedClient(client: PoolClient, isOver: () => boolean): PoolClient {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const guarded = (...args: unknown[]) => {
    const result = isOver() ? refuse(args.at(-1)) : query(...args)
    // A statement that nobody awaits fails its transaction at COMMIT, and must not end the process.
    if (result instanceof Promise) result.catch(() => undefined)
    return result
  }
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
