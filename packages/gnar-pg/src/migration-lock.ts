import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'

/** Pause between two attempts, in milliseconds; random, so that processes that start together spread. */
const pauseMs = { least: 50, most: 250 }

/**
 * Waits until this session has the lock of a table of migrations. It asks again and again: a session that waits inside
 * one statement holds a snapshot, and CREATE INDEX CONCURRENTLY of another one waits for that.
 *
 * @param isOver whether to stop asking
 * @param waiting called once, when another session has the lock
 * @returns whether the session has the lock
 */
export async function acquireMigrationLock(
  client: Client,
  table: string,
  isOver: () => boolean,
  waiting: () => void
): Promise<boolean> {
  for (let attempt = 1; !isOver(); attempt++) {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('gnar-pg'), hashtext($1)) AS locked",
      [table]
    )
    if (rows[0]?.locked === true) return true
    if (attempt === 1) waiting()
    await delay(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least))
  }
  return false
}
