import { once } from 'node:events'
import type { Pool, PoolClient } from 'pg'

/**
 * Makes the end of a pool certain, which waits for ever for a connection that is not given back.
 *
 * @returns a function that waits at most `closeTimeoutMs` for connections in use and then cuts them
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
    await allReleased()
    for (const client of inUse) client.connection.stream.destroy()
    // The queries cut just now fail, and their callers give their connections back.
    await new Promise((resolve) => setImmediate(resolve))
    for (const client of inUse) client.release(true)
    setTimeout(cutWhatIsOpen, closeTimeoutMs).unref()
  }

  async function allReleased(): Promise<void> {
    const signal = AbortSignal.timeout(closeTimeoutMs)
    while (inUse.size > 0 && !signal.aborted) {
      await once(pool, 'release', { signal }).catch(() => undefined)
    }
  }

  /** A server that went silent never answers the farewell, and its connections would keep the process alive. */
  function cutWhatIsOpen(): void {
    for (const client of open) client.connection.stream.destroy()
  }
}
