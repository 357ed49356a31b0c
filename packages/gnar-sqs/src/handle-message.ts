import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { withDeadline } from 'gnar-env'
import type { CheckBody } from './check-body.ts'
import type { Delivery } from './delivery.ts'
import { failureChannel, handleChannel } from './diagnostics.ts'
import { HandlerTimeoutError, InvalidBodyError } from './errors.ts'
import { LazyMessageContext } from './message-context.ts'
import type { PollValues } from './poll-settings.ts'
import type { PollCounts } from './poll-state.ts'

export interface Handling {
  fastify: FastifyInstance
  poll: PollValues
  counts: PollCounts
  checkBody: CheckBody
  /** Told of each failure. */
  onError(error: unknown): void
}

/** Has one message handled. Never rejects: a failure is logged and counted. @returns what becomes of the message */
export async function handleMessage(
  { fastify, poll, counts, checkBody, onError }: Handling,
  delivery: Delivery,
  controller: AbortController
): Promise<'delete' | 'leave'> {
  const { queueName, callback, handlerTimeoutMs, invalidBody } = poll
  const { id: messageId, receiveCount, message } = delivery
  const startedAt = performance.now()
  const facts = () => ({ queueName, messageId, receiveCount, durationMs: performance.now() - startedAt })
  try {
    const body = checkBody(message)
    const context = new LazyMessageContext(fastify, queueName, delivery, controller, body)
    const settling = (async () => callback(message, context))()
    const result = await (handlerTimeoutMs === undefined
      ? settling
      : withDeadline(settling, handlerTimeoutMs, () => {
          const error = new HandlerTimeoutError(handlerTimeoutMs)
          controller.abort(error)
          throw error
        }))
    counts.handled += 1
    if (handleChannel.hasSubscribers) handleChannel.publish(facts())
    return result === false ? 'leave' : 'delete'
  } catch (error) {
    counts.failed += 1
    onError(error)
    const fate = error instanceof InvalidBodyError ? invalidBody : 'keep'
    const ending = fate === 'keep' ? 'it stays in the queue' : 'it is deleted'
    logFailure(
      fastify.log,
      error,
      { queue: queueName, messageId, receiveCount },
      `message ${messageId} of SQS queue ${queueName} failed on receive ${receiveCount}, ${ending}`
    )
    if (failureChannel.hasSubscribers) failureChannel.publish({ ...facts(), error })
    return fate === 'keep' ? 'leave' : 'delete'
  }
}

/** A callback may throw anything, such as a frozen error, at which pino throws another one. */
function logFailure(log: FastifyBaseLogger, error: unknown, facts: object, message: string): void {
  let reason = 'it cannot be shown'
  try {
    reason = error instanceof Error ? error.message : String(error)
    log.error({ err: error, ...facts }, `${message}: ${reason}`)
  } catch {
    log.error(facts, `${message}: ${reason}`)
  }
}
