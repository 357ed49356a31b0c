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
    await Promise.all([...inUse].map(cut))
    for (const client of inUse) giveBack(client)
    setTimeout(() => void Promise.all([...open].map(cut)), closeTimeoutMs).unref()
  }

  async function allReleased(): Promise<void> {
    const signal = AbortSignal.timeout(closeTimeoutMs)
    while (inUse.size > 0 && !signal.aborted) {
      await once(pool, 'release', { signal }).catch(() => undefined)
    }
  }

  /** A server that went silent never answers a farewell, and would keep the process alive. */
  async function cut(client: PoolClient): Promise<void> {
    if (!open.has(client)) return
    const ended = new Promise<void>((resolve) => client.on('end', resolve))
    client.connection.stream.destroy()
    await ended
  }
}

/** For a caller who does not; should he do it yet, that is no error. */
function giveBack(client: PoolClient): void {
  client.release(true)
  client.release = () => undefined
}
