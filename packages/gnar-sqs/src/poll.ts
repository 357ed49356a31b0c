import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Message, MessageSystemAttributeName } from '@aws-sdk/client-sqs'
import type { FastifyInstance } from 'fastify'
import { backoffDelayMs } from './backoff.ts'
import { createBodyCheck } from './check-body.ts'
import type { Connection } from './connection.ts'
import { errorChannel, receiveChannel } from './diagnostics.ts'
import { CredentialsError, QueueNotFoundError } from './errors.ts'
import { isAborted } from './failures.ts'
import { MovingAverage } from './moving-average.ts'
import type { PollValues } from './poll-settings.ts'
import { noCounts, type PollState } from './poll-state.ts'
import { findQueue, readVisibilityTimeout } from './queue.ts'
import { traceAttributeNames } from './trace-context.ts'
import { Work } from './work.ts'

/** How long before the end of a close polls are aborted and messages given back (Q7), in milliseconds. */
export const reserveMs = 2000

/** How long before the end of a close callbacks that were told to end are given up, in milliseconds. */
const abandonMs = 1000

/** How many receives may be under way beside full hands when callbacks are quicker than receives. */
const maxReceivesAhead = 4

/** How many handled messages may wait for their delete before the poll receives no more. */
const maxDeleting = 1000

/** What SQS hides a message for when the queue does not say otherwise, in seconds. */
const defaultVisibilityTimeout = 30

/** How many receives of a poll can be under way at once. */
export function maxReceives({ concurrency, maxNumberOfMessages }: PollValues): number {
  return concurrency === 1 ? 1 : Math.floor(concurrency / maxNumberOfMessages) + 1 + maxReceivesAhead
}

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
  readonly #onEnd: (() => void)[] = []
  /** How long a receive takes that finds a full batch, in milliseconds. */
  readonly #receiveMs = new MovingAverage()
  #work: Work | undefined
  #timer: NodeJS.Timeout | undefined
  #phase: 'not started' | 'running' | 'stopped' = 'not started'
  #receiving = 0
  #failures = 0
  /** Whether the last receive brought a message, so that another one beside it may be worth its price. */
  #busy = false
  /** Counts the moments at which an empty receive that is under way is out of date. */
  #changes = 0
  /** Token of a FIFO receive whose answer was lost: with it SQS gives the same messages again. */
  #attemptId: string | undefined
  #lastError: unknown

  constructor(options: Options) {
    this.#options = options
    setMaxListeners(0, this.#receives.signal)
  }

  get state(): PollState {
    const { queueName } = this.#options.poll
    const paused = this.#failures > 0 ? 'backing off' : 'waiting'
    const state =
      this.#phase === 'running' && this.#timer !== undefined && this.#inHand === 0 ? paused : this.#phase
    return { queueName, state, ...this.#counts, inHand: this.#inHand, lastError: this.#lastError }
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
    if (await this.#endsBy(endBy - reserveMs)) return
    this.#receives.abort()
    this.#work?.interrupt()
    if (await this.#endsBy(endBy - abandonMs)) return
    this.#work?.abandon()
    if (await this.#endsBy(endBy)) return
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
    if (this.#receiving > 0 && !this.#busy) return false
    if ((this.#work?.deleting ?? 0) >= maxDeleting) return false
    const { concurrency, maxNumberOfMessages } = this.#options.poll
    const expected = this.#inHand + this.#receiving * maxNumberOfMessages
    return concurrency === 1 ? expected === 0 : expected <= concurrency + this.#ahead
  }

  /**
   * How many messages to ask for beyond those that can be handled at once. Messages that wait here are withheld from
   * other receivers, so this is only done where callbacks end before the next receive could bring more.
   */
  get #ahead(): number {
    const { value: receiveMs = 0 } = this.#receiveMs
    const { value: handleMs = Number.POSITIVE_INFINITY } = this.#work?.handleMs ?? {}
    return handleMs < 2 * receiveMs ? maxReceivesAhead * this.#options.poll.maxNumberOfMessages : 0
  }

  async #receive(): Promise<void> {
    this.#receiving += 1
    const changes = this.#changes
    const attemptId = this.#attemptId ?? randomUUID()
    this.#attemptId = undefined
    try {
      this.#work ??= await this.#prepare()
      const askedAt = performance.now()
      const messages = await this.#ask(attemptId)
      if (messages.length === this.#options.poll.maxNumberOfMessages) {
        this.#receiveMs.add(performance.now() - askedAt)
      }
      this.#receiving -= 1
      this.#take(this.#work, messages, changes)
    } catch (error) {
      this.#receiving -= 1
      this.#attemptId = attemptId
      this.#fail(error)
    }
    this.#progress()
  }

  #ask(attemptId: string): Promise<Message[]> {
    const { connection, poll } = this.#options
    const fifo = poll.queueName.endsWith('.fifo')
    const { attributeNames = [], messageAttributeNames = [], traceContext } = poll
    const systemNames = new Set([
      ...attributeNames,
      'ApproximateReceiveCount',
      ...(fifo ? ['MessageGroupId'] : [])
    ])
    const names = new Set([...messageAttributeNames, ...(traceContext ? traceAttributeNames : [])])
    return connection.receive(
      poll.queueName,
      {
        MaxNumberOfMessages: poll.maxNumberOfMessages,
        MessageAttributeNames: [...names],
        MessageSystemAttributeNames: [...systemNames] as MessageSystemAttributeName[],
        ReceiveRequestAttemptId: poll.receiveRequestAttemptId ?? (fifo ? attemptId : undefined),
        VisibilityTimeout: poll.visibilityTimeout,
        WaitTimeSeconds: poll.waitTimeSeconds
      },
      this.#receives.signal
    )
  }

  #take(work: Work, messages: Message[], changes: number): void {
    const { fastify, poll } = this.#options
    const { queueName, intervalSeconds } = poll
    if (receiveChannel.hasSubscribers) receiveChannel.publish({ queueName, count: messages.length })
    if (this.#failures > 0) fastify.log.info({ queue: queueName }, `SQS queue ${queueName} answers again`)
    this.#failures = 0
    this.#busy = messages.length > 0
    if (this.#phase === 'stopped') work.giveBack(messages)
    else if (messages.length > 0) {
      this.#wake()
      work.accept(messages)
    } else if (changes === this.#changes) this.#pause(intervalSeconds * 1000)
  }

  #fail(error: unknown): void {
    if (this.#phase === 'stopped' && isAborted(error)) return
    const { fastify, poll, production, maxRetryDelayMs } = this.#options
    const { queueName } = poll
    this.#lastError = error
    const backingOff = this.#failures > 0 && this.#timer !== undefined
    if (backingOff) return
    this.#failures += 1
    this.#busy = false
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
    if (this.#ended) for (const resolve of this.#onEnd.splice(0)) resolve()
  }

  get #ended(): boolean {
    return this.#receiving === 0 && this.#inHand === 0 && (this.#work?.deleting ?? 0) === 0
  }

  /** Whether everything ends before a point in time. */
  async #endsBy(time: number): Promise<boolean> {
    if (this.#ended) return true
    const { promise, resolve } = withResolver()
    this.#onEnd.push(resolve)
    const timer = setTimeout(resolve, Math.max(0, time - performance.now()))
    await promise
    clearTimeout(timer)
    return this.#ended
  }

  async #prepare(): Promise<Work> {
    const { fastify, connection, poll } = this.#options
    return new Work({
      fastify,
      connection,
      poll,
      counts: this.#counts,
      checkBody: await createBodyCheck(poll.schema),
      visibilityTimeout: await this.#visibilityTimeout(),
      onError: (error) => {
        this.#lastError = error
      },
      onFinish: () => this.#onFinish(),
      onDeleted: () => this.#progress()
    })
  }

  /** Where messages wait for their turn or are kept hidden, it must be known for how long they are hidden. */
  async #visibilityTimeout(): Promise<number | undefined> {
    const { fastify, connection, poll } = this.#options
    const { queueName, visibilityTimeout, maxNumberOfMessages, concurrency, extendVisibility } = poll
    if (visibilityTimeout !== undefined) return visibilityTimeout
    if (maxNumberOfMessages === 1 && concurrency === 1 && extendVisibility !== true) return undefined
    try {
      return await readVisibilityTimeout(connection, queueName)
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error
      fastify.log.warn(
        { queue: queueName },
        `the visibility timeout of SQS queue ${queueName} cannot be read, so it is taken to be ${defaultVisibilityTimeout} seconds: allow sqs:GetQueueAttributes, or set visibilityTimeout of the poll`
      )
      return defaultVisibilityTimeout
    }
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
