import type { MessageAttributeValue } from '@aws-sdk/client-sqs'
import {
  ConfigurationError,
  custom,
  defineSettings,
  integer,
  type OptionsOf,
  resolveSettings,
  text,
  unknownOptions
} from 'gnar-env'
import type { TraceContext } from './trace-context.ts'

const table = {
  /** Seconds until the message can be received, 0 to 900; not in FIFO queues. */
  delaySeconds: integer({ min: 0, max: 900, meaning: 'seconds until the message can be received' }),
  /** Metadata, at most ten: `{ colour: { DataType: 'String', StringValue: 'red' } }`. */
  messageAttributes: custom<Record<string, MessageAttributeValue>>()({
    meaning: 'metadata of the message',
    check: (value) =>
      isObject(value) && Object.values(value).every(isAttribute)
        ? undefined
        : "must be an object of attributes such as { colour: { DataType: 'String', StringValue: 'red' } }"
  }),
  /** FIFO queues: a second message with the same token within five minutes is not delivered. */
  messageDeduplicationId: text({ meaning: 'token for which SQS delivers one message in five minutes' }),
  /** The message's group; required in FIFO queues. */
  messageGroupId: text({ meaning: 'group of the message' }),
  /** W3C trace context to send as message attributes, such as the headers of a request. */
  trace: custom<TraceContext>()({
    meaning: 'trace context to send',
    check: (value) => (isObject(value) ? undefined : 'must be an object such as { traceparent, tracestate }')
  })
}

/** The options of one message to send: what is validated and typed. The names are AWS's. */
export const sendSettings = defineSettings('sendSqsMessage', table)

/** How a message is sent. */
export type SendSqsMessageOptions = OptionsOf<typeof table>

/** @throws ConfigurationError with every problem in the options of one message */
export function checkSendOptions(
  caller: string,
  options: SendSqsMessageOptions,
  otherOptions: readonly string[] = []
): void {
  // Collecting the problems takes as long as sending, so valid options are recognised first.
  if (Object.entries(options).every(([name, value]) => isValid(name, value))) return
  const problems = [
    ...unknownOptions(caller, [...Object.keys(table), ...otherOptions], options),
    ...resolveSettings({ ...sendSettings, name: caller }, options).flatMap(({ problem }) => problem ?? [])
  ]
  if (problems.length > 0) throw new ConfigurationError(problems)
}

function isValid(name: string, value: unknown): boolean {
  if (!Object.hasOwn(table, name)) return false
  return value === undefined || table[name as keyof typeof table].check(value) === undefined
}

function isAttribute(value: unknown): boolean {
  if (!isObject(value)) return false
  const { DataType, StringValue, BinaryValue } = value as Record<string, unknown>
  if (typeof DataType !== 'string') return false
  return DataType.startsWith('Binary') ? BinaryValue instanceof Uint8Array : typeof StringValue === 'string'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
