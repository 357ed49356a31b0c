import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Message } from '@aws-sdk/client-sqs'
import type { FastifyInstance } from 'fastify'
import { backoffDelayMs } from './backoff.ts'
import type { CheckBody } from './check-body.ts'
import { Condition } from './condition.ts'
import type { Connection } from './connection.ts'
import { errorChannel, receiveChannel } from './diagnostics.ts'
import { QueueNotFoundError } from './errors.ts'
import { InFlight } from './in-flight.ts'
import type { PollValues } from './poll-settings.ts'
import { noCounts, type PollState } from './poll-state.ts'
import { findQueue } from './queue.ts'
import { receiveInput } from './receive-input.ts'
import { ReceivePace } from './receive-pace.ts'
import { findVisibilityTimeout } from './visibility-timeout.ts'

/** How long before the deadline of a close polls are aborted and messages returned (Q7), in milliseconds. */
export const reserveMs = 2000

/** How long before the deadline of a close aborted callbacks are abandoned, in milliseconds. */
const abandonMs = 1000

/** Number of handled messages waiting for their delete at which the poll stops receiving. */
const maxDeleting = 1000

interface Options {
  fastify: FastifyInstance
  connection: Connection
  poll: PollValues
  checkBody: CheckBody
  production: boolean
  maxRetryDelayMs: number
}

/** Receives the messages of one queue while the app runs. */
export class Poll {
  readonly #options: Options
  readonly #counts = noCounts()
  readonly #receives = new AbortController()
  readonly #idle = new Condition(
    () => this.#receiving === 0 && this.#inFlightCount === 0 && (this.#inFlight?.deleting ?? 0) === 0
  )
  readonly #pace: ReceivePace
  #inFlight: InFlight | undefined
  #timer: NodeJS.Timeout | undefined
  #phase: 'not started' | 'running' | 'stopped' = 'not started'
  #receiving = 0
  #failures = 0
  /** Counts the changes that make an empty receive in flight outdated. */
  #changes = 0
  /** Token of a FIFO receive whose response was lost: with it SQS returns the same messages again. */
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
      this.#phase === 'running' && this.#timer !== undefined && this.#inFlightCount === 0
        ? paused
        : this.#phase
    return {
      queueName,
      state,
      ...this.#counts,
      inFlight: this.#inFlightCount,
      oldestInFlightMs: this.#inFlight?.oldestMs ?? 0,
      lastError: this.#lastError
    }
  }

  /** Makes sure that the queue exists. @throws QueueNotFoundError; the poll itself retries after other failures */
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

  /** Starts no more receives; those in flight finish. */
  stop(): void {
    this.#phase = 'stopped'
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Closes the poll by `deadline`, on the clock of `performance.now()`: no message is lost, at worst delayed. */
  async close(deadline: number): Promise<void> {
    this.stop()
    this.#inFlight?.hurry()
    if (await this.#idle.isTrueBy(deadline - reserveMs)) return
    this.#receives.abort()
    this.#inFlight?.interrupt()
    if (await this.#idle.isTrueBy(deadline - abandonMs)) return
    this.#inFlight?.abandon()
    if (await this.#idle.isTrueBy(deadline)) return
    const { fastify, poll } = this.#options
    fastify.log.warn(
      { queue: poll.queueName },
      `SQS queue ${poll.queueName}: closed before SQS accepted everything; messages that return when their visibility expires: ${this.#inFlightCount}`
    )
  }

  get #inFlightCount(): number {
    return this.#inFlight?.count ?? 0
  }

  #pump(): void {
    while (this.#mayReceive()) void this.#receive()
  }

  #mayReceive(): boolean {
    if (this.#phase !== 'running' || this.#timer !== undefined) return false
    if ((this.#inFlight?.deleting ?? 0) >= maxDeleting) return false
    return this.#pace.allows(this.#inFlightCount, this.#receiving, this.#inFlight?.handleMs.value)
  }

  async #receive(): Promise<void> {
    const changes = this.#changes
    const attemptId = this.#attemptId ?? randomUUID()
    this.#attemptId = undefined
    this.#receiving += 1
    let messages: Message[] | undefined
    try {
      messages = await this.#request(attemptId)
    } catch (error) {
      this.#attemptId = attemptId
      this.#fail(error)
    } finally {
      this.#receiving -= 1
    }
    if (messages !== undefined) this.#take(messages, changes)
    this.#progress()
  }

  async #request(attemptId: string): Promise<Message[]> {
    const { connection, poll } = this.#options
    this.#inFlight ??= await this.#prepare()
    if (this.#phase === 'stopped') return []
    const requestedAt = performance.now()
    const input = receiveInput(poll, attemptId)
    const messages = await connection.receive(poll.queueName, input, this.#receives.signal)
    this.#pace.note(messages.length, performance.now() - requestedAt)
    return messages
  }

  #take(messages: Message[], changes: number): void {
    const { fastify, poll } = this.#options
    const { queueName, intervalSeconds } = poll
    if (receiveChannel.hasSubscribers) receiveChannel.publish({ queueName, count: messages.length })
    if (this.#failures > 0) fastify.log.info({ queue: queueName }, `SQS queue ${queueName} has recovered`)
    this.#failures = 0
    if (this.#phase === 'stopped') this.#inFlight?.returnToQueue(messages)
    else if (messages.length > 0) {
      this.#wake()
      this.#inFlight?.accept(messages)
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
      `SQS queue ${queueName}: receive failed, next attempt in ${retryInMs} ms: ${error instanceof Error ? error.message : error}`
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

  /** Ends the pause after an empty receive, but not one after a failure. */
  #wake(): void {
    if (this.#failures > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /**
   * Continues when messages have finished. The next receive follows a batch at once; in a FIFO queue it follows each
   * message, whose group is free again.
   */
  #onFinish(): void {
    const fifo = this.#options.poll.queueName.endsWith('.fifo')
    if (fifo || this.#inFlightCount === 0) {
      this.#changes += 1
      this.#wake()
    }
    this.#progress()
  }

  #progress(): void {
    this.#pump()
    this.#idle.changed()
  }

  async #prepare(): Promise<InFlight> {
    const { fastify, connection, poll, checkBody } = this.#options
    await findQueue(connection, poll.queueName)
    return new InFlight({
      fastify,
      connection,
      poll,
      counts: this.#counts,
      checkBody,
      visibilityTimeout: await findVisibilityTimeout(connection, poll, fastify.log),
      onError: (error) => {
        this.#lastError = error
      },
      onFinish: () => this.#onFinish(),
      onDeleted: () => this.#progress()
    })
  }
}
