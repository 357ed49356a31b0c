import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Client, ClientConfig } from 'pg'
import { type ErrorContext, mayRecover, reason, translateError } from './translate-error.ts'

/** Pause between two attempts: short compared with the seconds that a server takes to start. */
const pauseMs = 250

/** Minimum duration of an attempt: a shorter last one would time out and hide the real reason. */
const minAttemptMs = 250

/**
 * Connects once, and retries while the server does not respond.
 *
 * @param config loses `statement_timeout` when a pooler rejects it and `mayDropTimeout` is true
 * @param deadlineMs how long in total
 * @throws ConnectError at once if waiting cannot help, as with a wrong password, else at the deadline
 */
export async function waitForServer(
  PgClient: typeof Client,
  config: ClientConfig,
  { deadlineMs, mayDropTimeout }: { deadlineMs: number; mayDropTimeout: boolean },
  context: ErrorContext,
  log: FastifyBaseLogger
): Promise<void> {
  const end = performance.now() + deadlineMs
  for (let attempt = 1; ; attempt++) {
    const error = await tryOnce(PgClient, {
      ...config,
      connectionTimeoutMillis: Math.max(minAttemptMs, end - performance.now())
    })
    if (error === undefined) return
    if (mayDropTimeout && config.statement_timeout !== undefined && rejectsTimeout.test(reason(error))) {
      delete config.statement_timeout
      log.warn(
        'The pooler rejects statement_timeout, so the server does not bound statements: add it to ignore_startup_parameters of PgBouncer, and set it for the role'
      )
      continue
    }
    const failure = translateError(error, { during: 'connect' }, context)
    if (!mayRecover(error) || performance.now() + pauseMs >= end) throw failure
    if (attempt === 1) log.warn(`${reason(failure)}; retrying for ${Math.round(deadlineMs / 1000)} seconds`)
    await delay(pauseMs)
  }
}

/** PgBouncer's error. */
const rejectsTimeout = /unsupported startup parameter.*statement_timeout/

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
