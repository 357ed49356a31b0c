import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { withDeadline } from 'gnar-env'
import { CloseTimeoutError } from '../errors.ts'
import { hasServerOptions } from '../options.ts'
import type { StepRow } from '../steps/step.ts'
import { rows } from '../steps/table.ts'
import {
  closeIdleConnections,
  destroyConnections,
  hasConnections,
  hasOneServer,
  markLastResponses,
  openRequests,
  stopListening
} from './connections.ts'

/** How an app shuts down. */
export interface DrainOptions {
  /** How long in milliseconds requests are still served, so that load balancers notice; default 0. */
  drainDelayMs?: number | undefined
  /** How long in milliseconds after that requests and messages in flight may take; default 10000. */
  closeTimeoutMs?: number | undefined
}

/** How often in milliseconds open requests are counted. */
const pollMs = 25

/** How long in milliseconds the rest may take once the connections without work are cut. */
const restMs = 1000

/**
 * Shuts an app down without losing a request: readiness turns to 503 and no SQS receive starts any more, both in this
 * tick; for `drainDelayMs` requests are still served, with `Connection: close`; then the listener closes, event streams,
 * upgraded connections and those without a whole request are closed, requests and messages in flight finish, and Fastify
 * closes.
 *
 * @throws CloseTimeoutError, which lists what was still open, when `closeTimeoutMs` was not enough
 */
export async function drainAndClose(
  fastify: FastifyInstance,
  { drainDelayMs = 0, closeTimeoutMs = 10_000 }: DrainOptions = {}
): Promise<void> {
  for (const row of rows) (row as StepRow).stopping?.(fastify)
  markLastResponses(fastify)
  await sleep(drainDelayMs)

  const stopClosing = closeIdleConnections(fastify)
  const finished = finish(fastify)
  const fail = (open: string) => {
    throw new CloseTimeoutError(closeTimeoutMs, open)
  }
  try {
    await withDeadline(finished, closeTimeoutMs, () => {
      const open = openWork(fastify)
      if (open.length > 0) return fail(open.join(', '))
      if (!hasConnections(fastify)) return fail('an onClose hook')
      destroyConnections(fastify)
      return withDeadline(finished, restMs, () => fail('an onClose hook'))
    })
  } finally {
    stopClosing()
  }
}

/** The work in flight, in words: requests by method and path, and what the steps name. */
export function openWork(fastify: FastifyInstance): string[] {
  const messages = rows.flatMap((row) => (row as StepRow).inFlight?.(fastify) ?? [])
  return [...openRequests(fastify), ...messages]
}

/** Fastify itself responds 503 as soon as its close begins, unless an option says otherwise. */
async function finish(fastify: FastifyInstance): Promise<void> {
  const waitsForRequests = fastify.server.listening && hasServerOptions(fastify) && hasOneServer(fastify)
  stopListening(fastify)
  while (!waitsForRequests && openRequests(fastify).length > 0) await sleep(pollMs)
  await fastify.close()
}
