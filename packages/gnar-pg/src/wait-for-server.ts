import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Client, ClientConfig } from 'pg'
import { type Failures, mayRecover } from './failures.ts'

/** Pause between two attempts: short beside the seconds that a server takes to start. */
const pauseMs = 250

/** Time of an attempt at least, or the last one would fail for want of time and hide the reason. */
const leastMs = 250

/**
 * Connects once, and tries again while the server does not answer.
 *
 * @param deadlineMs how long in all
 * @throws ConnectError at once when waiting cannot help, such as a wrong password, else at the deadline
 */
export async function waitForServer(
  PgClient: typeof Client,
  config: ClientConfig,
  deadlineMs: number,
  failures: Failures,
  log: FastifyBaseLogger
): Promise<void> {
  const end = performance.now() + deadlineMs
  for (let attempt = 1; ; attempt++) {
    const error = await tryOnce(PgClient, {
      ...config,
      connectionTimeoutMillis: Math.max(leastMs, end - performance.now())
    })
    if (error === undefined) return
    const failure = failures.connecting(error, false)
    if (!mayRecover(error) || performance.now() + pauseMs >= end) throw failure
    if (attempt === 1)
      log.warn(`${failure.message}; trying again for ${Math.round(deadlineMs / 1000)} seconds`)
    await delay(pauseMs)
  }
}

async function tryOnce(PgClient: typeof Client, config: ClientConfig): Promise<unknown> {
  const client = new PgClient(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return error
  } finally {
    void client.end()
  }
}
