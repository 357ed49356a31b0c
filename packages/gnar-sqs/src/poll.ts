import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Message } from '@aws-sdk/client-sqs'
import type { FastifyInstance } from 'fastify'
import { backoffDelayMs } from './backoff.ts'
import { createBodyCheck } from './check-body.ts'
import { Condition } from './condition.ts'
import type { Connection } from './connection.ts'
import { errorChannel, receiveChannel } from './diagnostics.ts'
import { QueueNotFoundError } from './errors.ts'
import type { PollValues } from './poll-settings.ts'
import { noCounts, type PollState } from './poll-state.ts'
import { findQueue } from './queue.ts'
import { receiveInput } from './receive-input.ts'
import { ReceivePace } from './receive-pace.ts'
import { findVisibilityTimeout } from './visibility-timeout.ts'
import { Work } from './work.ts'

/** How long before the end of a close polls are aborted and messages given back (Q7), in milliseconds. */
export const reserveMs = 2000

/** How long before the end of a close callbacks that were told to end are given up, in milliseconds. */
const abandonMs = 1000

/** How many handled messages may wait for their delete before the poll receives no more. */
const maxDeleting = 1000

interface Options {
  fastify: FastifyInstance
  connection: Connection
  poll: PollValues
  production: boolean
  maxRetryDelayMs: number
}

/** Receives the messages of one queue for as long as the app runs. */
export class Poll {
  readonly #options: Options
  readonly #counts = noCounts()
  readonly #receives = new AbortController()
  readonly #end = new Condition(
    () => this.#receiving === 0 && this.#inHand === 0 && (this.#work?.deleting ?? 0) === 0
  )
  readonly #pace: ReceivePace
  #work: Work | undefined
  #timer: NodeJS.Timeout | undefined
  #phase: 'not started' | 'running' | 'stopped' = 'not started'
  #receiving = 0
  #failures = 0
  /** Counts the moments at which an empty receive that is under way is out of date. */
  #changes = 0
  /** Token of a FIFO receive whose answer was lost: with it SQS gives the same messages again. */
  #attemptId: string | undefined
  #lastError: unknown

  constructor(options: Options) {
    this.#options = options
    this.#pace = new ReceivePace(options.poll)
    setMaxListeners(0, this.#receives.signal)
  }

  get state(): PollState {
    const { queueName } = this.#options.poll
    const paused = this.#failures > 0 ? 'backing off' : 'waiting'
    const state =
      this.#phase === 'running' && this.#timer !== undefined && this.#inHand === 0 ? paused : this.#phase
    return { queueName, state, ...this.#counts, inHand: this.#inHand, lastError: this.#lastError }
  }

  /** @throws ConfigurationError when the schema cannot be used */
  async checkSchema(): Promise<void> {
    await createBodyCheck(this.#options.poll)
  }

  /** Makes sure that the queue exists. @throws QueueNotFoundError; other failures are left to the poll's own retries */
  async check(): Promise<void> {
    const { connection, poll } = this.#options
    await findQueue(connection, poll.queueName).catch((error: unknown) => {
      if (error instanceof QueueNotFoundError) throw error
    })
  }

  start(): void {
    if (this.#phase !== 'not started') return
    const { fastify, poll } = this.#options
    this.#phase = 'running'
    fastify.log.info(`Polling SQS queue ${poll.queueName} every ${poll.intervalSeconds} seconds`)
    this.#pump()
  }

  /** Starts no receive any more; the one that is under way is left to end. */
  stop(): void {
    this.#phase = 'stopped'
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Ends the poll by `endBy`, on the clock of `performance.now()`: nothing is lost, at worst delayed. */
  async close(endBy: number): Promise<void> {
    this.stop()
    this.#work?.hurry()
    if (await this.#end.holdsBy(endBy - reserveMs)) return
    this.#receives.abort()
    this.#work?.interrupt()
    if (await this.#end.holdsBy(endBy - abandonMs)) return
    this.#work?.abandon()
    if (await this.#end.holdsBy(endBy)) return
    const { fastify, poll } = this.#options
    fastify.log.warn(
      { queue: poll.queueName },
      `SQS queue ${poll.queueName} did not take everything in time; messages that come again when their visibility runs out: ${this.#inHand}`
    )
  }

  get #inHand(): number {
    return this.#work?.inHand ?? 0
  }

  #pump(): void {
    while (this.#mayReceive()) void this.#receive()
  }

  #mayReceive(): boolean {
    if (this.#phase !== 'running' || this.#timer !== undefined) return false
    if ((this.#work?.deleting ?? 0) >= maxDeleting) return false
    return this.#pace.allows(this.#inHand, this.#receiving, this.#work?.handleMs.value)
  }

  async #receive(): Promise<void> {
    const changes = this.#changes
    const attemptId = this.#attemptId ?? randomUUID()
    this.#attemptId = undefined
    this.#receiving += 1
    let messages: Message[] | undefined
    try {
      messages = await this.#ask(attemptId)
    } catch (error) {
      this.#attemptId = attemptId
      this.#fail(error)
    } finally {
      this.#receiving -= 1
    }
    if (messages !== undefined) this.#take(messages, changes)
    this.#progress()
  }

  async #ask(attemptId: string): Promise<Message[]> {
    const { connection, poll } = this.#options
    this.#work ??= await this.#prepare()
    if (this.#phase === 'stopped') return []
    const askedAt = performance.now()
    const input = receiveInput(poll, attemptId)
    const messages = await connection.receive(poll.queueName, input, this.#receives.signal)
    this.#pace.note(messages.length, performance.now() - askedAt)
    return messages
  }

  #take(messages: Message[], changes: number): void {
    const { fastify, poll } = this.#options
    const { queueName, intervalSeconds } = poll
    if (receiveChannel.hasSubscribers) receiveChannel.publish({ queueName, count: messages.length })
    if (this.#failures > 0) fastify.log.info({ queue: queueName }, `SQS queue ${queueName} answers again`)
    this.#failures = 0
    if (this.#phase === 'stopped') this.#work?.giveBack(messages)
    else if (messages.length > 0) {
      this.#wake()
      this.#work?.accept(messages)
    } else if (changes === this.#changes) this.#pause(intervalSeconds * 1000)
  }

  #fail(error: unknown): void {
    this.#pace.note(0, 0)
    this.#lastError = error
    const backingOff = this.#failures > 0 && this.#timer !== undefined
    if (backingOff || this.#phase === 'stopped') return
    const { fastify, poll, production, maxRetryDelayMs } = this.#options
    const { queueName } = poll
    this.#failures += 1
    const retryInMs = Math.round(backoffDelayMs(this.#failures, maxRetryDelayMs))
    const level = !production && error instanceof QueueNotFoundError ? 'warn' : 'error'
    fastify.log[level](
      { err: error, queue: queueName },
      `SQS queue ${queueName} could not be read, next attempt in ${retryInMs} ms: ${error instanceof Error ? error.message : error}`
    )
    if (errorChannel.hasSubscribers) errorChannel.publish({ queueName, error, retryInMs })
    this.#pause(retryInMs)
  }

  #pause(delayMs: number): void {
    if (this.#phase !== 'running') return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#pump()
    }, delayMs)
  }

  /** Ends the wait after an empty receive, but not one after a failure. */
  #wake(): void {
    if (this.#failures > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /**
   * Goes on when a message has left the hand. After a batch the queue is asked again at once; in a FIFO queue after
   * each message, since its group is free again.
   */
  #onFinish(): void {
    const fifo = this.#options.poll.queueName.endsWith('.fifo')
    if (fifo || this.#inHand === 0) {
      this.#changes += 1
      this.#wake()
    }
    this.#progress()
  }

  #progress(): void {
    this.#pump()
    this.#end.changed()
  }

  async #prepare(): Promise<Work> {
    const { fastify, connection, poll } = this.#options
    await findQueue(connection, poll.queueName)
    return new Work({
      fastify,
      connection,
      poll,
      counts: this.#counts,
      checkBody: await createBodyCheck(poll),
      visibilityTimeout: await findVisibilityTimeout(connection, poll, fastify.log),
      onError: (error) => {
        this.#lastError = error
      },
      onFinish: () => this.#onFinish(),
      onDeleted: () => this.#progress()
    })
  }
}
