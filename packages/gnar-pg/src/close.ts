import { once } from 'node:events'
import { withDeadline } from 'gnar-env'
import type { Pool, PoolClient } from 'pg'

/**
 * Makes a pool close in bounded time; without it, the pool waits forever for a connection that is never released.
 *
 * @returns a function that waits at most `closeTimeoutMs` for connections in use, then cuts them
 */
export function closeByDeadline(pool: Pool, closeTimeoutMs: number): () => Promise<void> {
  const inUse = new Set<PoolClient>()
  const open = new Set<PoolClient>()
  pool.on('connect', (client) => {
    open.add(client)
    client.on('end', () => open.delete(client))
  })
  pool.on('acquire', (client) => inUse.add(client))
  pool.on('release', (_error, client) => inUse.delete(client))

  return async () => {
    await withDeadline(allReleased(), closeTimeoutMs, () => undefined)
    await Promise.all([...inUse].map(cut))
    for (const client of inUse) releaseOnBehalf(client)
    setTimeout(() => void Promise.all([...open].map(cut)), closeTimeoutMs).unref()
  }

  async function allReleased(): Promise<void> {
    // An 'error' event of the pool rejects the promise of once().
    while (inUse.size > 0) await once(pool, 'release').catch(() => undefined)
  }

  /** A silent server never responds to a polite goodbye, and would keep the process alive. */
  async function cut(client: PoolClient): Promise<void> {
    if (!open.has(client)) return
    const ended = new Promise<void>((resolve) => client.on('end', resolve))
    client.connection.stream.destroy()
    await ended
  }
}

/** Releases on behalf of a caller that never did; its late release() does nothing. */
function releaseOnBehalf(client: PoolClient): void {
  client.release(true)
  client.release = () => undefined
}
