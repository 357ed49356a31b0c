import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, type PluginValues, readSettings, requireAtUse, withDeadline } from 'gnar-env'
import type { XSchema } from 'typebox/schema'
import { Connection } from './connection.ts'
import type { Poll } from './poll.ts'
import { listPolls, pollDefinition, type pollSettings, type SqsPoll } from './poll-settings.ts'
import type { PollState } from './poll-state.ts'
import {
  type SentSqsMessage,
  type SentSqsMessages,
  type SqsMessageToSend,
  sendMessage,
  sendMessages
} from './send.ts'
import type { SendSqsMessageOptions } from './send-settings.ts'
import { settings } from './settings.ts'

export type {
  SqsDeleteEvent,
  SqsErrorEvent,
  SqsFailureEvent,
  SqsHandleEvent,
  SqsMessageEvent,
  SqsReceiveEvent,
  SqsSendEvent
} from './diagnostics.ts'
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

/** Options of the plugin; the README's table lists the environment variables too. */
export type GnarSqsOptions = PluginOptions<typeof settings>

/** The polls of an app. */
export interface SqsPolls {
  /** A snapshot of each poll: its state and counts. */
  readonly polls: readonly PollState[]
  /**
   * Adds polls, which receive as soon as the app is ready. Resolves when their schemas are compiled; await it.
   * @throws ConfigurationError for invalid properties, and when region or credentials are incomplete
   */
  poll<Schema extends XSchema>(poll: SqsPoll<Schema>): Promise<void>
  poll(polls: readonly SqsPoll[]): Promise<void>
  /** Starts no new receive, from this tick on. Messages in flight continue; closing the app waits for them. */
  stopReceiving(): void
}

declare module 'fastify' {
  interface FastifyInstance {
    sqs: SqsPolls
    /**
     * Sends one message, which can be any text.
     * @throws BodyError, ConfigurationError, QueueNotFoundError, CredentialsError, UnavailableError, RefusedError
     */
    sendSqsMessage(queueName: string, body: string, options?: SendSqsMessageOptions): Promise<SentSqsMessage>
    /**
     * Sends many messages in batches. Failures of AWS are retried; final failures are returned per message, not thrown.
     * @throws BodyError and ConfigurationError, before anything is sent
     */
    sendSqsMessages(queueName: string, messages: readonly SqsMessageToSend[]): Promise<SentSqsMessages>
  }
}

/** A poll whose `context.body` has the type of its schema, for lists of several polls. */
export function sqsPoll<const Schema extends XSchema>(poll: SqsPoll<Schema>): SqsPoll {
  return poll
}

/** How long the start waits for production queues to be found, in milliseconds: half of Fastify's pluginTimeout. */
const checkMs = 5000

/** Decorates the instance with `sqs`, `sendSqsMessage` and `sendSqsMessages`. */
async function plugin(fastify: FastifyInstance, options: GnarSqsOptions): Promise<void> {
  const values = readSettings(settings, options)
  const connection = new Connection(values, fastify.log)
  const polls: Poll[] = []
  let phase: 'not ready' | 'ready' | 'stopped' = 'not ready'

  async function add(added: SqsPoll | readonly SqsPoll[]): Promise<void> {
    const { polls: valid, production, maxRetryDelayMs } = readSettings(settings, { ...options, polls: added })
    const list = listPolls(valid)
    if (list.length === 0) return
    // 15 of 27 modules, which an app without queues never loads.
    const [{ createBodyCheck }, { Poll, reserveMs }, { maxReceives }] = await Promise.all([
      import('./check-body.ts'),
      import('./poll.ts'),
      import('./receive-pace.ts')
    ])
    const checked = await Promise.all(
      list.map(async (poll, index) => {
        const own = readSettings(pollDefinition(poll, index), poll)
        return { poll: own, checkBody: await createBodyCheck(own) }
      })
    )
    for (const own of checked) {
      connection.addSockets(maxReceives(own.poll))
      warnAboutLongPoll(fastify, values.drainDelayMs + values.closeTimeoutMs - reserveMs, own.poll)
      const poll = new Poll({ fastify, connection, ...own, production, maxRetryDelayMs })
      polls.push(poll)
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
      // An outage of AWS must not prevent the start.
      await withDeadline<unknown>(Promise.all(polls.map((poll) => poll.check())), checkMs, () => undefined)
    }
    if (phase === 'not ready') phase = 'ready'
    for (const poll of polls) poll.start()
  })
  fastify.addHook('preClose', async () => {
    phase = 'stopped'
    const deadline = performance.now() + values.closeTimeoutMs
    await Promise.all(polls.map((poll) => poll.close(deadline)))
  })
  fastify.addHook('onClose', async () => connection.end())
}

function warnAboutLongPoll(
  fastify: FastifyInstance,
  availableMs: number,
  { queueName, waitTimeSeconds = 0 }: PluginValues<typeof pollSettings>
): void {
  if (waitTimeSeconds * 1000 <= availableMs) return
  fastify.log.warn(
    `SQS queue ${queueName}: waitTimeSeconds ${waitTimeSeconds} is longer than the ${availableMs / 1000} s that a close allows it, so a message may stay hidden until its visibility expires: lower it, or raise closeTimeoutMs`
  )
}

export const gnarSqs = fp(plugin, { name: 'gnar-sqs', fastify: '5.x' })
export default gnarSqs
