import type { Message } from '@aws-sdk/client-sqs'
import type { Connection } from './connection.ts'
import { Deleter, maxBatchSize } from './deleter.ts'
import { type Delivery, deliver } from './delivery.ts'
import { ClosingError } from './errors.ts'
import { type Handling, handleMessage } from './handle-message.ts'
import { Heartbeat } from './heartbeat.ts'
import { MovingAverage } from './moving-average.ts'
import { changeVisibility } from './queue.ts'
import { maxEntries } from './split-into-requests.ts'

interface Options extends Handling {
  connection: Connection
  /** The queue's visibility timeout in seconds; undefined when it does not matter. */
  visibilityTimeout: number | undefined
  /** Called whenever messages are no longer in flight. */
  onFinish(): void
  /** Called whenever the delete of a message of a standard queue has succeeded, or failed for good. */
  onDeleted(): void
}

/** The messages of one poll from receive to delete: those that wait for their turn, and those being handled. */
export class InFlight {
  readonly #options: Options
  readonly #fifo: boolean
  readonly #deleter: Deleter
  readonly #heartbeat: Heartbeat | undefined
  readonly #deliveries = new Set<Delivery>()
  readonly #running = new Map<Delivery, AbortController>()
  readonly #busyGroups = new Set<string>()
  /** Duration of a callback, in milliseconds. */
  readonly handleMs = new MovingAverage()
  #waiting: Delivery[] = []

  constructor(options: Options) {
    const { connection, counts, fastify, poll, visibilityTimeout } = options
    const { queueName, maxNumberOfMessages, concurrency, deleteWaitMs } = poll
    const several = maxNumberOfMessages > 1 || concurrency > 1
    this.#options = options
    this.#fifo = queueName.endsWith('.fifo')
    const { extendVisibility, deleteBatching = several && !this.#fifo } = poll
    const common = { connection, queueName, log: fastify.log }
    this.#deleter = new Deleter({
      ...common,
      counts,
      batchSize: deleteBatching ? maxBatchSize : 1,
      waitMs: deleteWaitMs,
      onSettled: (delivery, deleted) => this.#onSettled(delivery, deleted)
    })
    if (extendVisibility && visibilityTimeout !== undefined && visibilityTimeout > 0) {
      this.#heartbeat = new Heartbeat({ ...common, visibilityTimeout })
    }
  }

  /** Number of messages received and neither handled nor returned to the queue. */
  get count(): number {
    return this.#deliveries.size
  }

  /** Milliseconds since the oldest of these messages was received; 0 when there is none. */
  get oldestMs(): number {
    const [oldest] = this.#deliveries
    return oldest === undefined ? 0 : performance.now() - oldest.receivedAt
  }

  /** Number of handled messages that are not deleted yet. */
  get deleting(): number {
    return this.#deleter.pending
  }

  /** Handles messages when their turn comes. */
  accept(messages: readonly Message[]): void {
    for (const delivery of this.#take(messages)) this.#waiting.push(delivery)
    this.#dispatch()
  }

  /** Makes messages visible again that arrived too late to be handled. */
  returnToQueue(messages: readonly Message[]): void {
    void this.#leave(this.#take(messages), 0)
  }

  /** From now on deletes do not wait for their batch. */
  hurry(): void {
    this.#deleter.hurry()
  }

  /** Makes waiting messages visible again, and aborts the signals of those being handled. */
  interrupt(): void {
    const waiting = this.#waiting
    this.#waiting = []
    void this.#leave(waiting, 0)
    for (const controller of this.#running.values()) controller.abort(new ClosingError())
  }

  /** Makes messages visible again that are still being handled; the results of their callbacks are ignored. */
  abandon(): void {
    const running = [...this.#running.keys()]
    this.#running.clear()
    void this.#leave(running, 0)
  }

  #take(messages: readonly Message[]): Delivery[] {
    const { visibilityTimeout, counts } = this.#options
    const visibilityMs = visibilityTimeout ? visibilityTimeout * 1000 : Number.POSITIVE_INFINITY
    counts.received += messages.length
    const deliveries = messages.map((message) => deliver(message, visibilityMs, this.#fifo))
    for (const delivery of deliveries) {
      this.#deliveries.add(delivery)
      this.#heartbeat?.add(delivery)
    }
    return deliveries
  }

  #dispatch(): void {
    while (this.#running.size < this.#options.poll.concurrency) {
      const next = this.#waiting.find(({ group }) => group === undefined || !this.#busyGroups.has(group))
      if (next === undefined) return
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      if (next.visibleAt > performance.now()) void this.#run(next)
      else this.#drop(next)
    }
  }

  async #run(delivery: Delivery): Promise<void> {
    const { group } = delivery
    const controller = new AbortController()
    this.#running.set(delivery, controller)
    if (group !== undefined) this.#busyGroups.add(group)

    const startedAt = performance.now()
    const fate = await handleMessage(this.#options, delivery, controller)
    this.handleMs.add(performance.now() - startedAt)
    if (!this.#running.delete(delivery)) return
    if (fate === 'delete') this.#delete(delivery)
    else void this.#leave([delivery, ...this.#freeGroup(group)], this.#retryDelay(delivery, controller))
    this.#dispatch()
  }

  /**
   * In a FIFO queue a message is in flight, and its group busy, until it is deleted: if the next one were handled
   * before, a lost delete would break the order.
   */
  #delete(delivery: Delivery): void {
    this.#deleter.add(delivery)
    if (!this.#fifo) this.#finish([delivery])
  }

  #onSettled(delivery: Delivery, deleted: boolean): void {
    void this.#heartbeat?.remove([delivery])
    if (!this.#fifo) {
      this.#options.onDeleted()
      return
    }
    if (deleted) this.#busyGroups.delete(delivery.group ?? '')
    else void this.#leave(this.#freeGroup(delivery.group), undefined)
    this.#finish([delivery])
    this.#dispatch()
  }

  /** Leaves a message in the queue whose visibility expired while it waited: another receiver may have it. */
  #drop(delivery: Delivery): void {
    const { poll, fastify, counts } = this.#options
    const { queueName } = poll
    counts.dropped += 1
    fastify.log.warn(
      { queue: queueName, messageId: delivery.id },
      `SQS queue ${queueName}: the visibility of message ${delivery.id} expired while it waited, so it is left for the next receive: raise visibilityTimeout, or enable extendVisibility`
    )
    void this.#leave([delivery, ...this.#freeGroup(delivery.group)], undefined)
  }

  /**
   * Frees a group whose message was not deleted. To keep the order, no later message of the group may be handled.
   * @returns the rest of the group, which must return to the queue with that message
   */
  #freeGroup(group: string | undefined): Delivery[] {
    if (group === undefined) return []
    this.#busyGroups.delete(group)
    const rest = this.#waiting.filter((delivery) => delivery.group === group)
    this.#waiting = this.#waiting.filter((delivery) => delivery.group !== group)
    this.#options.counts.dropped += rest.length
    return rest
  }

  /** Leaves messages in the queue, visible again after a number of seconds, or when their visibility expires. */
  async #leave(deliveries: readonly Delivery[], seconds: number | undefined): Promise<void> {
    await this.#heartbeat?.remove(deliveries)
    if (seconds !== undefined) {
      for (let start = 0; start < deliveries.length; start += maxEntries) {
        await this.#hide(deliveries.slice(start, start + maxEntries), seconds)
      }
    }
    this.#finish(deliveries)
  }

  async #hide(deliveries: readonly Delivery[], seconds: number): Promise<void> {
    const { connection, poll, fastify } = this.#options
    const { queueName } = poll
    const warn = (ids: string[], reason: unknown) =>
      fastify.log.warn(
        { queue: queueName, messageIds: ids },
        `SQS queue ${queueName}: failed to set the retry delay of message ${ids.join(', ')}, which returns when its visibility expires: ${reason}`
      )
    try {
      const faults = await changeVisibility(connection, queueName, deliveries, seconds)
      for (const { delivery, reason } of faults) warn([delivery.id], reason)
    } catch (error) {
      warn(
        deliveries.map(({ id }) => id),
        error
      )
    }
  }

  #retryDelay(delivery: Delivery, controller: AbortController): number | undefined {
    const { retryDelaySeconds } = this.#options.poll
    if (controller.signal.reason instanceof ClosingError) return 0
    if (retryDelaySeconds === undefined) return undefined
    if (typeof retryDelaySeconds === 'number') return Math.round(retryDelaySeconds)
    try {
      const seconds = retryDelaySeconds(delivery.receiveCount, delivery.message)
      if (!(seconds >= 0)) throw new RangeError(`returned ${seconds}; expected a number of seconds ≥ 0`)
      return Math.min(43_200, Math.round(seconds))
    } catch (error) {
      const { fastify, poll } = this.#options
      fastify.log.error(
        { err: error, queue: poll.queueName },
        `SQS queue ${poll.queueName}: retryDelaySeconds failed: ${error}`
      )
      return undefined
    }
  }

  #finish(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) this.#deliveries.delete(delivery)
    this.#options.onFinish()
  }
}
