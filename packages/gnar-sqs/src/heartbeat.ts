import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from './connection.ts'
import type { Delivery } from './delivery.ts'
import { changeVisibility } from './queue.ts'
import { maxEntries } from './split-into-requests.ts'

interface Options {
  connection: Connection
  queueName: string
  log: FastifyBaseLogger
  /** How long each extension hides a message, in seconds. */
  visibilityTimeout: number
}

/** Keeps in-flight messages hidden from other receivers: extends each when a third of its time has passed. */
export class Heartbeat {
  readonly #options: Options
  readonly #visibilityMs: number
  readonly #deliveries = new Set<Delivery>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
    this.#visibilityMs = options.visibilityTimeout * 1000
  }

  add(delivery: Delivery): void {
    this.#deliveries.add(delivery)
    this.#timer ??= setInterval(() => this.#extendDue(), this.#visibilityMs / 3)
  }

  /** Stops extending messages; once it resolves, none of their extensions is in flight. */
  async remove(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) this.#deliveries.delete(delivery)
    if (this.#deliveries.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    await Promise.all(deliveries.map(({ extending }) => extending))
  }

  #extendDue(): void {
    const dueBefore = performance.now() + (this.#visibilityMs * 2) / 3
    const due = [...this.#deliveries].filter(
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

  /** Never rejects: a failure is logged, and the next beat tries the remaining messages again. */
  async #extend(deliveries: Delivery[]): Promise<void> {
    const { connection, queueName, visibilityTimeout } = this.#options
    const visibleAt = performance.now() + this.#visibilityMs
    try {
      const faults = await changeVisibility(connection, queueName, deliveries, visibilityTimeout)
      const failed = new Set(faults.map(({ delivery }) => delivery))
      for (const delivery of deliveries) if (!failed.has(delivery)) delivery.visibleAt = visibleAt
      for (const { delivery, senderFault, reason } of faults) {
        this.#warn([delivery], reason)
        if (senderFault) this.#deliveries.delete(delivery)
      }
    } catch (error) {
      this.#warn(deliveries, error instanceof Error ? error.message : String(error), { err: error })
    }
  }

  /** Logs a failed extension, except of messages that were removed in the meantime. */
  #warn(deliveries: readonly Delivery[], reason: string, facts: object = {}): void {
    const { log, queueName: queue } = this.#options
    const ids = deliveries.filter((delivery) => this.#deliveries.has(delivery)).map(({ id }) => id)
    if (ids.length === 0) return
    log.warn(
      { ...facts, queue, messageIds: ids },
      `SQS queue ${queue}: failed to keep message ${ids.join(', ')} hidden, which may be handled twice: ${reason}`
    )
  }
}
