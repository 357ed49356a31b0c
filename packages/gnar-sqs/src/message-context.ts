import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Delivery } from './delivery.ts'
import { type ReceivedTraceContext, readTrace } from './trace-context.ts'

/** The callback's second argument. */
export interface MessageContext<Body = unknown> {
  /** Aborted after `handlerTimeoutMs`, and two seconds before the deadline of a close. */
  readonly signal: AbortSignal
  /** The app's logger with the queue's name and the message's id in each line. */
  readonly log: FastifyBaseLogger
  readonly fastify: FastifyInstance
  /** How often the message was received, including this time. */
  readonly receiveCount: number
  /** The body as JSON, checked and typed by the poll's `schema`; undefined without one. */
  readonly body: Body
  /** The sender's W3C trace context; undefined without `traceContext: true` or when the sender set none. */
  readonly trace: ReceivedTraceContext | undefined
}

/** A context whose parts are created on access, since most callbacks use few of them. */
export class LazyMessageContext implements MessageContext {
  readonly fastify: FastifyInstance
  readonly body: unknown
  readonly #queueName: string
  readonly #delivery: Delivery
  readonly #controller: AbortController
  #log: FastifyBaseLogger | undefined

  constructor(
    fastify: FastifyInstance,
    queueName: string,
    delivery: Delivery,
    controller: AbortController,
    body: unknown
  ) {
    this.fastify = fastify
    this.body = body
    this.#queueName = queueName
    this.#delivery = delivery
    this.#controller = controller
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get log(): FastifyBaseLogger {
    this.#log ??= this.fastify.log.child({ queue: this.#queueName, messageId: this.#delivery.id })
    return this.#log
  }

  get receiveCount(): number {
    return this.#delivery.receiveCount
  }

  get trace(): ReceivedTraceContext | undefined {
    return readTrace(this.#delivery.message)
  }
}
