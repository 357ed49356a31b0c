import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { CloseTimeoutError } from './errors.ts'
import { closeIdleConnections, markLastAnswers, openRequests } from './open-requests.ts'
import { hasServerOptions } from './server-options.ts'

/** How an app ends. */
export interface DrainOptions {
  /** How long in milliseconds requests are served as before, so that load balancers notice; default 0. */
  drainDelayMs?: number | undefined
  /** How long in milliseconds after that what is in hand may take; default 10000. */
  closeTimeoutMs?: number | undefined
}

/** How often in milliseconds open requests are counted. */
const pollMs = 25

/**
 * Ends an app without losing a request: readiness turns to 503 and no SQS receive starts any more, both in this tick;
 * for `drainDelayMs` requests are still served, with `Connection: close`; then the listener closes, what is in hand
 * finishes, and Fastify closes.
 *
 * @throws CloseTimeoutError, which lists what was still open, when `closeTimeoutMs` was not enough
 */
export async function drainAndClose(
  fastify: FastifyInstance,
  { drainDelayMs = 0, closeTimeoutMs = 10_000 }: DrainOptions = {}
): Promise<void> {
  if (fastify.hasDecorator('health')) fastify.health.markClosing()
  if (fastify.hasPlugin('gnar-sqs')) fastify.sqs.stopReceiving()
  markLastAnswers(fastify)
  await sleep(drainDelayMs)

  const stopClosing = closeIdleConnections(fastify)
  const timeUp = new AbortController()
  try {
    await Promise.race([finish(fastify), deadline(fastify, closeTimeoutMs, timeUp.signal)])
  } finally {
    timeUp.abort()
    stopClosing()
  }
}

/** What is still in hand, for people: requests by method and path, and queues with messages. */
export function openWork(fastify: FastifyInstance): string[] {
  const requests = openRequests(fastify).map(({ req }) => `${req.method} ${req.url?.split('?', 1)[0]}`)
  const polls = fastify.hasPlugin('gnar-sqs') ? fastify.sqs.polls : []
  const messages = polls
    .filter(({ inFlight }) => inFlight > 0)
    .map(({ inFlight, queueName }) => `messages of SQS queue ${queueName}: ${inFlight}`)
  return [...requests, ...messages]
}

/** Fastify itself would answer 503 as soon as its close begins, unless it is told otherwise. */
async function finish(fastify: FastifyInstance): Promise<void> {
  const waitsForRequests = fastify.server.listening && hasServerOptions(fastify)
  fastify.server.close()
  while (!waitsForRequests && openRequests(fastify).length > 0) await sleep(pollMs)
  await fastify.close()
}

async function deadline(fastify: FastifyInstance, timeoutMs: number, signal: AbortSignal): Promise<void> {
  await sleep(timeoutMs, undefined, { signal })
  const open = openWork(fastify)
  throw new CloseTimeoutError(timeoutMs, open.join(', ') || 'connections without a request')
}
