import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { backoffDelayMs } from './backoff.ts'
import type { Connection } from './connection.ts'
import type { Delivery } from './delivery.ts'
import { deleteChannel, deleteFailureChannel } from './diagnostics.ts'
import { UnavailableError } from './errors.ts'
import type { PollCounts } from './poll-state.ts'
import { deleteMessages, type EntryFault } from './queue.ts'
import { maxEntries } from './split-into-requests.ts'
import { isAborted } from './translate-error.ts'

/** How often a delete is tried; each try makes up to three attempts. */
const maxTries = 5

/** Longest delay between two tries, in milliseconds. */
const maxDelayMs = 2000

interface Options {
  connection: Connection
  queueName: string
  log: FastifyBaseLogger
  counts: PollCounts
  /** Maximum number of messages per call. */
  batchSize: number
  /** How long a message waits for its batch to fill, in milliseconds. */
  waitMs: number
  /** Called when a message is deleted, or its delete has failed for good. */
  onSettled(delivery: Delivery, deleted: boolean): void
}

/** Deletes the handled messages of one poll, in batches that span its receives. */
export class Deleter {
  readonly #options: Options
  #waitMs: number
  #batch: Delivery[] = []
  #timer: NodeJS.Timeout | undefined
  #pending = 0

  constructor(options: Options) {
    this.#options = options
    this.#waitMs = options.waitMs
  }

  /** Number of messages that are not deleted yet. */
  get pending(): number {
    return this.#pending
  }

  add(delivery: Delivery): void {
    this.#pending += 1
    this.#batch.push(delivery)
    if (this.#batch.length >= this.#options.batchSize || this.#waitMs === 0) {
      this.#flush()
      return
    }
    this.#timer ??= setTimeout(() => this.#flush(), this.#waitMs)
  }

  /** From now on no message waits for its batch. */
  hurry(): void {
    this.#waitMs = 0
    this.#flush()
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const batch = this.#batch
    this.#batch = []
    if (batch.length > 0) void this.#delete(batch)
  }

  async #delete(batch: Delivery[]): Promise<void> {
    let rest = batch
    for (let tries = 1; rest.length > 0; tries += 1) {
      if (tries > 1) await wait(backoffDelayMs(tries - 1, maxDelayMs))
      const faults = await this.#try(rest)
      const failed = new Set(faults.map(({ delivery }) => delivery))
      this.#succeed(rest.filter((delivery) => !failed.has(delivery)))
      const final = faults.filter(({ senderFault }) => senderFault || tries === maxTries)
      for (const fault of final) this.#abandon(fault)
      rest = faults.filter((fault) => !final.includes(fault)).map(({ delivery }) => delivery)
    }
  }

  async #try(deliveries: Delivery[]): Promise<EntryFault[]> {
    const { connection, queueName } = this.#options
    try {
      return await deleteMessages(connection, queueName, deliveries)
    } catch (error) {
      const senderFault = !(error instanceof UnavailableError) || isAborted(error)
      return deliveries.map((delivery) => ({ delivery, senderFault, reason: String(error) }))
    }
  }

  #succeed(deliveries: Delivery[]): void {
    if (deliveries.length === 0) return
    const { queueName, counts } = this.#options
    counts.deleted += deliveries.length
    if (deleteChannel.hasSubscribers) {
      deleteChannel.publish({ queueName, messageIds: deliveries.map(({ id }) => id) })
    }
    for (const delivery of deliveries) this.#settle(delivery, true)
  }

  #abandon({ delivery, reason }: EntryFault): void {
    const { queueName, counts, log } = this.#options
    counts.undeleted += 1
    if (deleteFailureChannel.hasSubscribers) {
      deleteFailureChannel.publish({ queueName, messageIds: [delivery.id] })
    }
    log.error(
      { queue: queueName, messageId: delivery.id },
      `SQS queue ${queueName}: message ${delivery.id} was handled but not deleted, so it will be delivered again: ${reason}`
    )
    this.#settle(delivery, false)
  }

  #settle(delivery: Delivery, deleted: boolean): void {
    this.#pending -= 1
    this.#options.onSettled(delivery, deleted)
  }
}

/** Maximum number of messages per delete. */
export const maxBatchSize = maxEntries
