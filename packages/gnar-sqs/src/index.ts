import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import {
  ConfigurationError,
  findProblems,
  type PluginOptions,
  type PluginValues,
  readSettings,
  requireAtUse
} from 'gnar-env'
import type { XSchema } from 'typebox/schema'
import { Connection } from './connection.ts'
import { Poll, reserveMs } from './poll.ts'
import { pollSettings, type SqsPoll } from './poll-settings.ts'
import type { PollState } from './poll-state.ts'
import { maxReceives } from './receive-pace.ts'
import {
  type SentSqsMessage,
  type SentSqsMessages,
  type SqsMessageToSend,
  sendMessage,
  sendMessages
} from './send.ts'
import type { SendSqsMessageOptions } from './send-settings.ts'
import { settings } from './settings.ts'

export {
  BodyError,
  ClosingError,
  CredentialsError,
  HandlerTimeoutError,
  InvalidBodyError,
  QueueNotFoundError,
  RefusedError,
  UnavailableError
} from './errors.ts'
export type { MessageContext } from './message-context.ts'
export { pollSettings, type SqsPoll } from './poll-settings.ts'
export type { PollState } from './poll-state.ts'
export type { SentSqsMessage, SentSqsMessages, SqsMessageToSend } from './send.ts'
export type { SendSqsMessageOptions } from './send-settings.ts'
export { settings } from './settings.ts'
export type { ReceivedTraceContext, TraceContext } from './trace-context.ts'

/** Options of the plugin; see the README's table for the environment variables beside them. */
export type GnarSqsOptions = PluginOptions<typeof settings>

/** The polls of an app. */
export interface SqsPolls {
  /** Each poll with its state and what it has done, at this moment. */
  readonly polls: readonly PollState[]
  /**
   * Adds polls. They receive once the app is ready, at once when it is.
   * @throws ConfigurationError for bad properties, and when region or credentials are incomplete
   */
  poll<Schema extends XSchema>(poll: SqsPoll<Schema>): void
  poll(polls: readonly SqsPoll[]): void
  /** Has no new receive start, in this very tick. What is in hand goes on; closing the app waits for it. */
  stopReceiving(): void
}

declare module 'fastify' {
  interface FastifyInstance {
    sqs: SqsPolls
    /**
     * Sends one message; any text goes.
     * @throws BodyError, ConfigurationError, QueueNotFoundError, CredentialsError, UnavailableError, RefusedError
     */
    sendSqsMessage(queueName: string, body: string, options?: SendSqsMessageOptions): Promise<SentSqsMessage>
    /**
     * Sends many messages in batches. What AWS failed at is tried again; what fails in the end is reported message by
     * message, not thrown.
     * @throws BodyError and ConfigurationError, before anything is sent
     */
    sendSqsMessages(queueName: string, messages: readonly SqsMessageToSend[]): Promise<SentSqsMessages>
  }
}

/** A poll whose `context.body` has the type of its schema, for lists of several polls. */
export function sqsPoll<const Schema extends XSchema>(poll: SqsPoll<Schema>): SqsPoll {
  return poll
}

/** How long the start waits for a production queue to be found, in milliseconds: half of Fastify's pluginTimeout. */
const checkMs = 5000

/** Decorates the instance with `sqs`, `sendSqsMessage` and `sendSqsMessages`. */
async function plugin(fastify: FastifyInstance, options: GnarSqsOptions): Promise<void> {
  const values = readSettings('gnar-sqs', settings, options)
  requireWholeKey(values)
  const connection = new Connection(values, fastify.log)
  const polls: Poll[] = []
  let phase: 'not ready' | 'ready' | 'stopped' = 'not ready'

  function add(added: SqsPoll | readonly SqsPoll[]): void {
    const list = [readSettings('gnar-sqs', settings, { ...options, polls: added }).polls].flat() as SqsPoll[]
    if (list.length > 0) requireAtUse('gnar-sqs', settings, options)
    const problems = list.flatMap((poll, index) => findProblems(nameOf(poll, index), pollSettings, poll))
    if (problems.length > 0) throw new ConfigurationError(problems)
    for (const [index, poll] of list.entries()) {
      const own = readSettings(nameOf(poll, index), pollSettings, poll)
      const { production, maxRetryDelayMs } = values
      connection.addSockets(maxReceives(own))
      warnOfLongPoll(fastify, values, own)
      const made = new Poll({ fastify, connection, poll: own, production, maxRetryDelayMs })
      polls.push(made)
      if (phase === 'ready') made.start()
      if (phase === 'stopped') made.stop()
    }
  }

  add(values.polls)
  await Promise.all(polls.map((poll) => poll.checkSchema()))
  fastify.decorate('sqs', {
    get polls() {
      return polls.map(({ state }) => state)
    },
    poll: add,
    stopReceiving() {
      phase = 'stopped'
      for (const poll of polls) poll.stop()
    }
  })
  fastify.decorate('sendSqsMessage', async (queueName, body, sendOptions = {}) => {
    requireAtUse('gnar-sqs', settings, options)
    return sendMessage(connection, queueName, body, sendOptions)
  })
  fastify.decorate('sendSqsMessages', async (queueName, messages) => {
    requireAtUse('gnar-sqs', settings, options)
    return sendMessages(connection, values.maxRequestBytes, queueName, messages)
  })

  fastify.addHook('onReady', async () => {
    if (values.production) await withinLimit(Promise.all(polls.map((poll) => poll.check())))
    if (phase === 'not ready') phase = 'ready'
    for (const poll of polls) poll.start()
  })
  fastify.addHook('preClose', async () => {
    phase = 'stopped'
    const endBy = performance.now() + values.closeTimeoutMs
    await Promise.all(polls.map((poll) => poll.close(endBy)))
  })
  fastify.addHook('onClose', async () => connection.end())
}

function nameOf({ queueName }: SqsPoll, index: number): string {
  return `poll ${typeof queueName === 'string' ? queueName : index + 1} of gnar-sqs`
}

/** Waits for the checks, but not so long that an outage of AWS would keep the app from starting. */
async function withinLimit(checks: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, checkMs)
  })
  try {
    await Promise.race([checks, limit])
  } finally {
    clearTimeout(timer)
  }
}

function warnOfLongPoll(
  fastify: FastifyInstance,
  { closeTimeoutMs, drainDelayMs }: PluginValues<typeof settings>,
  { queueName, waitTimeSeconds = 0 }: PluginValues<typeof pollSettings>
): void {
  const availableMs = drainDelayMs + closeTimeoutMs - reserveMs
  if (waitTimeSeconds * 1000 <= availableMs) return
  fastify.log.warn(
    `waitTimeSeconds ${waitTimeSeconds} of SQS queue ${queueName} is longer than the ${availableMs / 1000} s that closing leaves it, so a message may stay hidden until its visibility runs out: lower it, or raise closeTimeoutMs`
  )
}

function requireWholeKey({ accessKeyId, secretAccessKey, envPrefix }: PluginValues<typeof settings>): void {
  if ((accessKeyId === undefined) === (secretAccessKey === undefined)) return
  const option = accessKeyId === undefined ? 'accessKeyId' : 'secretAccessKey'
  const variable = `${envPrefix}_${settings[option].variables[0]}`
  const message = `${variable} is missing although the other half of the key is there: set it, or the option ${option} of gnar-sqs, or neither half`
  throw new ConfigurationError([{ plugin: 'gnar-sqs', option, variable, message }])
}

export const gnarSqs = fp(plugin, { name: 'gnar-sqs', fastify: '5.x' })
export default gnarSqs
