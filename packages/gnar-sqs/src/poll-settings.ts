import type { Message } from '@aws-sdk/client-sqs'
import {
  choice,
  custom,
  defineSettings,
  flag,
  integer,
  type OptionsOf,
  type PluginValues,
  text
} from 'gnar-env'
import type { Static } from 'typebox'
import type { XSchema } from 'typebox/schema'
import type { MessageContext } from './message-context.ts'

/** A queue to poll, and what to do with its messages. */
export interface SqsPoll<Schema extends XSchema = XSchema>
  extends Omit<OptionsOf<typeof table>, 'queueName' | 'callback' | 'schema'> {
  /** Name of the queue; its URL is looked up once. A name that ends in `.fifo` is a FIFO queue. */
  queueName: string
  /**
   * Called with each message, which has the SDK's own property names, and a context. The message is deleted unless
   * the callback throws, or returns (or resolves to) exactly `false`.
   */
  callback(message: Message, context: MessageContext<Static<Schema>>): unknown
  /** JSON Schema (such as TypeBox's) that the parsed body must match; it types `context.body`. */
  schema?: Schema | undefined
}

/** The settings of a poll once read. */
export type PollValues = PluginValues<typeof pollSettings>

/** The longest time for which SQS hides a message, twelve hours, in milliseconds. */
const maxVisibilityMs = 43_200_000

const table = {
  queueName: custom<string>()({
    required: 'at start',
    meaning: 'name of the queue',
    check: (value) =>
      typeof value === 'string' && value.length <= 80 && /^[\w-]+(\.fifo)?$/.test(value)
        ? undefined
        : 'must be 1 to 80 letters, digits, hyphens and underscores, with .fifo at the end for a FIFO queue'
  }),
  callback: custom<(message: Message, context: MessageContext) => unknown>()({
    required: 'at start',
    meaning: 'called with each message',
    check: (value) => (typeof value === 'function' ? undefined : 'must be a function')
  }),
  /** Seconds between an empty receive and the next one. Default 60, as in the original. */
  intervalSeconds: custom<number>()({
    default: 60,
    meaning: 'seconds between an empty receive and the next one',
    check: (value) => (isNumberUpTo(86_400, value) ? undefined : 'must be a number from 0 to 86400')
  }),
  /** System attributes to ask for, such as `SentTimestamp` or `All`. */
  attributeNames: custom<readonly string[]>()({
    meaning: 'system attributes to ask for',
    check: (value) => (isListOfText(value) ? undefined : 'must be a list of names')
  }),
  /** Maximum number of messages per receive, 1 to 10. Default 1. */
  maxNumberOfMessages: integer({
    min: 1,
    max: 10,
    default: 1,
    meaning: 'maximum number of messages per receive'
  }),
  /** Message attributes to ask for, such as `colour`, `my.*` or `All`. */
  messageAttributeNames: custom<readonly string[]>()({
    meaning: 'message attributes to ask for',
    check: (value) => (isListOfText(value) ? undefined : 'must be a list of names')
  }),
  /** FIFO queues: token that makes a receive repeatable. Default: one per receive, kept while that receive fails. */
  receiveRequestAttemptId: text({ meaning: 'FIFO queues: token that makes a receive repeatable' }),
  /** Seconds for which a received message is hidden from other receivers. Default: the queue's own. */
  visibilityTimeout: integer({
    min: 0,
    max: 43_200,
    meaning: 'seconds for which a received message is hidden; default the queue setting'
  }),
  /** Seconds for which a receive waits for a message. Default: the queue's own. */
  waitTimeSeconds: integer({
    min: 0,
    max: 20,
    meaning: 'seconds for which a receive waits for a message; default the queue setting'
  }),
  /** Maximum number of messages handled concurrently; in a FIFO queue never two of one group. Default 1. */
  concurrency: integer({
    min: 1,
    max: 1000,
    default: 1,
    meaning: 'maximum number of messages handled concurrently'
  }),
  /** Keep every message in flight hidden from other receivers. Default true. */
  extendVisibility: flag({ default: true, meaning: 'keep messages in flight hidden' }),
  /** Delete in batches of ten. Default: on for a standard queue when `maxNumberOfMessages` or `concurrency` is more than 1. */
  deleteBatching: flag({
    meaning:
      'delete in batches; default on for a standard queue with `maxNumberOfMessages` or `concurrency` above 1'
  }),
  /** Longest time that a handled message waits for its delete batch, in milliseconds. Default 100. */
  deleteWaitMs: integer({
    min: 0,
    max: 10_000,
    default: 100,
    meaning: 'longest time that a handled message waits for its delete batch, in milliseconds'
  }),
  /**
   * Milliseconds after which `context.signal` is aborted and the message stays in the queue; at most the twelve hours
   * for which SQS can hide a message. Default 30 minutes.
   */
  handlerTimeoutMs: integer({
    min: 1,
    max: maxVisibilityMs,
    default: 1_800_000,
    meaning: 'milliseconds after which a callback is aborted'
  }),
  /** Milliseconds after which a callback that is still running is logged as one WARNING. Default 5 minutes. */
  slowHandlerWarningMs: integer({
    min: 1,
    max: maxVisibilityMs,
    default: 300_000,
    meaning: 'milliseconds after which a callback that is still running is logged as a WARNING'
  }),
  /**
   * Seconds until a message that was not deleted can be received again: a number, or a function of the receive count.
   * Default: when its visibility expires.
   */
  retryDelaySeconds: custom<number | ((receiveCount: number, message: Message) => number)>()({
    meaning: 'seconds until a failed message can be received again, or a function of its receive count',
    check: (value) =>
      typeof value === 'function' || isNumberUpTo(43_200, value)
        ? undefined
        : 'must be a number from 0 to 43200 or a function'
  }),
  schema: custom<XSchema>()({
    meaning: 'JSON Schema of the body',
    check: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? undefined
        : 'must be a JSON Schema object'
  }),
  /** What happens to a message whose body fails the schema. Default keep, so that it reaches the dead-letter queue. */
  invalidBody: choice(['keep', 'delete'], {
    default: 'keep',
    meaning: 'what happens to a message whose body fails the schema'
  }),
  /** Read the W3C trace context from the message attributes into `context.trace`. Default false. */
  traceContext: flag({ default: false, meaning: 'read the W3C trace context from the message attributes' })
}

/** The options of one poll: what is validated, typed and shown in the README. */
export const pollSettings = defineSettings('a poll of gnar-sqs', table)

/** The polls of an option that accepts one poll or a list. */
export function listPolls(polls: SqsPoll | readonly SqsPoll[] | undefined): readonly SqsPoll[] {
  return [polls ?? []].flat()
}

/** The settings of one poll of a list, named after its queue. */
export function pollDefinition({ queueName }: SqsPoll, index: number): typeof pollSettings {
  return {
    ...pollSettings,
    name: `poll ${typeof queueName === 'string' ? queueName : index + 1} of gnar-sqs`
  }
}

function isNumberUpTo(max: number, value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= max
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')
}
