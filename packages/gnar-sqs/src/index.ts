import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, type PluginValues, readSettings, requireAtUse, withDeadline } from 'gnar-env'
import type { XSchema } from 'typebox/schema'
import { Connection } from './connection.ts'
import { Poll, reserveMs } from './poll.ts'
import { listPolls, pollDefinition, type pollSettings, type SqsPoll } from './poll-settings.ts'
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
   * @returns once the schemas of the polls are compiled; await it
   * @throws ConfigurationError for bad properties, and when region or credentials are incomplete
   */
  poll<Schema extends XSchema>(poll: SqsPoll<Schema>): Promise<void>
  poll(polls: readonly SqsPoll[]): Promise<void>
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
  const values = readSettings(settings, options)
  const connection = new Connection(values, fastify.log)
  const polls: Poll[] = []
  let phase: 'not ready' | 'ready' | 'stopped' = 'not ready'

  async function add(added: SqsPoll | readonly SqsPoll[]): Promise<void> {
    const { polls: valid, production, maxRetryDelayMs } = readSettings(settings, { ...options, polls: added })
    const made = listPolls(valid).map((poll, index) => {
      const own = readSettings(pollDefinition(poll, index), poll)
      connection.addSockets(maxReceives(own))
      warnOfLongPoll(fastify, values, own)
      return new Poll({ fastify, connection, poll: own, production, maxRetryDelayMs })
    })
    await Promise.all(made.map((poll) => poll.checkSchema()))
    polls.push(...made)
    for (const poll of made) {
      if (phase === 'ready') poll.start()
      if (phase === 'stopped') poll.stop()
    }
  }

  await add(values.polls)
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
    requireAtUse(settings, options)
    return sendMessage(connection, queueName, body, sendOptions)
  })
  fastify.decorate('sendSqsMessages', async (queueName, messages) => {
    requireAtUse(settings, options)
    return sendMessages(connection, values.maxRequestBytes, queueName, messages)
  })

  fastify.addHook('onReady', async () => {
    if (values.production) {
      // An outage of AWS must not keep the app from starting.
      await withDeadline<unknown>(Promise.all(polls.map((poll) => poll.check())), checkMs, () => undefined)
    }
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

export const gnarSqs = fp(plugin, { name: 'gnar-sqs', fastify: '5.x' })
export default gnarSqs
