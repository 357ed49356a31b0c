import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { errorCodeOf, traced } from 'gnar-env'
import type { CheckBody } from './check-body.ts'
import type { Delivery } from './delivery.ts'
import { failureChannel, handleChannel, messageChannel, type SqsMessageEvent } from './diagnostics.ts'
import { HandlerTimeoutError, InvalidBodyError } from './errors.ts'
import { LazyMessageContext } from './message-context.ts'
import type { PollValues } from './poll-settings.ts'
import type { PollCounts } from './poll-state.ts'
import { readTrace } from './trace-context.ts'

export interface Handling {
  fastify: FastifyInstance
  poll: PollValues
  counts: PollCounts
  checkBody: CheckBody
  /** Called with each failure. */
  onError(error: unknown): void
}

/** Handles one message. Never rejects: a failure is logged and counted. @returns what to do with the message */
export function handleMessage(
  handling: Handling,
  delivery: Delivery,
  controller: AbortController
): Promise<'delete' | 'leave'> {
  if (!messageChannel.hasSubscribers) return handle(handling, delivery, controller)
  const { id: messageId, receiveCount, message } = delivery
  const { queueName } = handling.poll
  const event: SqsMessageEvent = { queueName, messageId, receiveCount, trace: readTrace(message) }
  const onError = (error: unknown) => {
    event.errorCode = errorCodeOf(error)
    handling.onError(error)
  }
  return traced(messageChannel, event, () => handle({ ...handling, onError }, delivery, controller))
}

async function handle(
  { fastify, poll, counts, checkBody, onError }: Handling,
  delivery: Delivery,
  controller: AbortController
): Promise<'delete' | 'leave'> {
  const { queueName, callback, handlerTimeoutMs, slowHandlerWarningMs, invalidBody } = poll
  const { id: messageId, receiveCount, message } = delivery
  const startedAt = performance.now()
  const facts = () => ({ queueName, messageId, receiveCount, durationMs: performance.now() - startedAt })
  const slow = setTimeout(() => {
    fastify.log.warn(
      { queue: queueName, messageId, receiveCount },
      `SQS queue ${queueName}: the callback for message ${messageId} is still running after ${slowHandlerWarningMs / 1000} s; it is aborted after ${handlerTimeoutMs / 1000} s (handlerTimeoutMs)`
    )
  }, slowHandlerWarningMs)
  // A callback that a close abandoned must not keep the process alive.
  slow.unref()
  let timeout: NodeJS.Timeout | undefined
  try {
    const body = checkBody(message)
    const context = new LazyMessageContext(fastify, queueName, delivery, controller, body)
    const settling = (async () => callback(message, context))()
    const expiring = new Promise<never>((_resolve, reject) => {
      timeout = setTimeout(() => {
        const error = new HandlerTimeoutError(handlerTimeoutMs)
        controller.abort(error)
        reject(error)
      }, handlerTimeoutMs)
      timeout.unref()
    })
    const result = await Promise.race([settling, expiring])
    counts.handled += 1
    if (handleChannel.hasSubscribers) handleChannel.publish(facts())
    return result === false ? 'leave' : 'delete'
  } catch (error) {
    counts.failed += 1
    onError(error)
    const fate = error instanceof InvalidBodyError ? invalidBody : 'keep'
    const outcome = fate === 'keep' ? 'it stays in the queue' : 'it is deleted'
    logFailure(
      fastify.log,
      error,
      { queue: queueName, messageId, receiveCount },
      `SQS queue ${queueName}: message ${messageId} failed on receive ${receiveCount}, ${outcome}`
    )
    if (failureChannel.hasSubscribers) failureChannel.publish({ ...facts(), error })
    return fate === 'keep' ? 'leave' : 'delete'
  } finally {
    clearTimeout(slow)
    clearTimeout(timeout)
  }
}

/** A callback can throw any value, such as a frozen error, on which pino throws another one. */
function logFailure(log: FastifyBaseLogger, error: unknown, facts: object, message: string): void {
  let reason = 'unknown'
  try {
    reason = error instanceof Error ? error.message : String(error)
    log.error({ err: error, ...facts }, `${message}: ${reason}`)
  } catch {
    log.error(facts, `${message}: ${reason}`)
  }
}
