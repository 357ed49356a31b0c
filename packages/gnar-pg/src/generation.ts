import type { Pool, PoolClient } from 'pg'

/** Which connections were made before their server became read-only. */
export interface Generation {
  /** Whether a connection is from before the last `end`. */
  isOver(client: PoolClient): boolean
  /** All connections made until now are over; ignored when it was called less than a second ago. */
  end(): void
}

/** An app that writes in read-only transactions must not make its pool connect again and again. */
const pauseMs = 1000

/** @param ending called each time that a generation ends */
export function trackGenerations(pool: Pool, ending: () => void): Generation {
  const generations = new WeakMap<PoolClient, number>()
  let current = 0
  let endedAt = Number.NEGATIVE_INFINITY
  pool.on('connect', (client) => generations.set(client, current))

  return {
    isOver: (client) => (generations.get(client) ?? current) < current,
    end() {
      if (performance.now() - endedAt < pauseMs) return
      endedAt = performance.now()
      current += 1
      ending()
    }
  }
}
