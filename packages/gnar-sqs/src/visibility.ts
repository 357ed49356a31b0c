import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from './connection.ts'
import type { Delivery } from './delivery.ts'
import { changeVisibility } from './queue.ts'
import { maxEntries } from './split-into-requests.ts'

interface Options {
  connection: Connection
  queueName: string
  log: FastifyBaseLogger
  /** For how long each extension hides a message, in seconds. */
  visibilityTimeout: number
}

/** Keeps the messages in hand hidden from other receivers: each is hidden anew when a third of its time is over. */
export class VisibilityKeeper {
  readonly #options: Options
  readonly #visibilityMs: number
  readonly #kept = new Set<Delivery>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
    this.#visibilityMs = options.visibilityTimeout * 1000
  }

  keep(delivery: Delivery): void {
    this.#kept.add(delivery)
    this.#timer ??= setInterval(() => this.#extendDue(), this.#visibilityMs / 3)
  }

  /** Lets go of messages; once it resolves, no extension of theirs is under way. */
  async letGo(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) this.#kept.delete(delivery)
    if (this.#kept.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    await Promise.all(deliveries.map(({ extending }) => extending))
  }

  #extendDue(): void {
    const dueBefore = performance.now() + (this.#visibilityMs * 2) / 3
    const due = [...this.#kept].filter(
      ({ visibleAt, extending }) => visibleAt <= dueBefore && extending === undefined
    )
    for (let start = 0; start < due.length; start += maxEntries) {
      const batch = due.slice(start, start + maxEntries)
      const extending = this.#extend(batch).finally(() => {
        for (const delivery of batch) delivery.extending = undefined
      })
      for (const delivery of batch) delivery.extending = extending
    }
  }

  /** Never rejects: a failure is logged, and what is still in hand is tried again in time. */
  async #extend(deliveries: Delivery[]): Promise<void> {
    const { connection, queueName, visibilityTimeout, log } = this.#options
    const visibleAt = performance.now() + this.#visibilityMs
    try {
      const faults = await changeVisibility(connection, queueName, deliveries, visibilityTimeout)
      const failed = new Set(faults.map(({ delivery }) => delivery))
      for (const delivery of deliveries) if (!failed.has(delivery)) delivery.visibleAt = visibleAt
      for (const { delivery, senderFault, reason } of faults) {
        if (!this.#kept.has(delivery)) continue
        if (senderFault) this.#kept.delete(delivery)
        log.warn(
          { queue: queueName, messageId: delivery.id },
          `message ${delivery.id} of SQS queue ${queueName} could not be kept hidden, so it may be handled twice: ${reason}`
        )
      }
    } catch (error) {
      const ids = deliveries.filter((delivery) => this.#kept.has(delivery)).map(({ id }) => id)
      if (ids.length === 0) return
      log.warn(
        { err: error, queue: queueName, messageIds: ids },
        `message ${ids.join(', ')} of SQS queue ${queueName} could not be kept hidden, so it may be handled twice: ${error instanceof Error ? error.message : error}`
      )
    }
  }
}
