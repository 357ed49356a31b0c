import { setTimeout } from 'node:timers/promises'
import type {
  BatchResultErrorEntry,
  SendMessageBatchCommandOutput,
  SendMessageBatchRequestEntry,
  SendMessageBatchResultEntry,
  SendMessageCommandOutput
} from '@aws-sdk/client-sqs'
import { backoffDelayMs } from './backoff.ts'
import type { Connection } from './connection.ts'
import { sendChannel } from './diagnostics.ts'
import { BodyError, RefusedError, UnavailableError } from './errors.ts'
import { checkSendOptions, type SendSqsMessageOptions } from './send-settings.ts'
import { splitIntoRequests } from './split-into-requests.ts'
import { traceAttributes } from './trace-context.ts'

/** One message of `sendSqsMessages`. */
export type SqsMessageToSend = string | (SendSqsMessageOptions & { body: string })

/** What SQS returns about an accepted message. */
export interface SentSqsMessage {
  MessageId: string | undefined
  MD5OfMessageAttributes: string | undefined
  MD5OfMessageBody: string | undefined
  /** FIFO queues only. */
  SequenceNumber: string | undefined
}

/** The result of each message of `sendSqsMessages`; `index` is its position in the list. */
export interface SentSqsMessages {
  successful: (SentSqsMessage & { index: number })[]
  failed: { index: number; code: string; message: string; senderFault: boolean }[]
}

/** How often entries of a batch are sent while AWS is at fault. */
const entryAttempts = 3

/** Maximum number of batches in flight for a standard queue. */
const parallelRequests = 4

/** Sends one message. */
export async function sendMessage(
  connection: Connection,
  queueName: string,
  body: string,
  options: SendSqsMessageOptions
): Promise<SentSqsMessage> {
  checkSendOptions('sendSqsMessage', options)
  const entry = toEntry(queueName, body, options)
  const sent = await connection.call(queueName, (sqs, QueueUrl, call) =>
    sqs.sendMessage({ ...entry, QueueUrl }, call)
  )
  if (sendChannel.hasSubscribers) sendChannel.publish({ queueName, count: 1, failed: 0 })
  return pick(sent)
}

/** Sends many messages in as few requests as the limits allow; failures are returned, not thrown. */
export async function sendMessages(
  connection: Connection,
  maxRequestBytes: number,
  queueName: string,
  messages: readonly SqsMessageToSend[]
): Promise<SentSqsMessages> {
  const entries = messages.map((message, index) => {
    const { body, ...options } = typeof message === 'object' && message !== null ? message : { body: message }
    checkSendOptions('sendSqsMessages', options, ['body'])
    return { ...toEntry(queueName, body, options), Id: String(index) }
  })
  const result: SentSqsMessages = { successful: [], failed: [] }
  const { requests, tooLong } = splitIntoRequests(entries, maxRequestBytes)
  for (const { Id } of tooLong) {
    const message = `the message is larger than ${maxRequestBytes} bytes: store its content elsewhere and send a reference`
    result.failed.push({ index: Number(Id), code: 'MessageTooLong', message, senderFault: true })
  }

  let outage: Error | undefined
  const sendRest = async (): Promise<void> => {
    for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
      outage ??= await sendRequest(connection, queueName, request, result)
      if (outage !== undefined) reportAll(request, outage, result)
    }
  }
  const lanes = queueName.endsWith('.fifo') ? 1 : parallelRequests
  await Promise.all(Array.from({ length: lanes }, sendRest))

  result.successful.sort((a, b) => a.index - b.index)
  result.failed.sort((a, b) => a.index - b.index)
  const { length: failed } = result.failed
  if (sendChannel.hasSubscribers) {
    sendChannel.publish({ queueName, count: result.successful.length, failed })
  }
  return result
}

/**
 * Sends one batch, and retries the entries that failed through AWS's fault.
 * @returns the error when SQS is unavailable: then no entry of the batch has a result, and no other batch is tried
 */
async function sendRequest(
  connection: Connection,
  queueName: string,
  request: SendMessageBatchRequestEntry[],
  result: SentSqsMessages
): Promise<Error | undefined> {
  let entries = request
  for (let attempt = 1; ; attempt += 1) {
    let response: SendMessageBatchCommandOutput
    try {
      response = await connection.call(queueName, (sqs, QueueUrl, call) =>
        sqs.sendMessageBatch({ QueueUrl, Entries: entries }, call)
      )
    } catch (error) {
      if (attempt === 1 && error instanceof UnavailableError) return error
      reportAll(entries, error as Error, result)
      return undefined
    }
    for (const entry of response.Successful ?? []) {
      result.successful.push({ index: Number(entry.Id), ...pick(entry) })
    }
    const failed = response.Failed ?? []
    const again = attempt < entryAttempts ? failed.filter(({ SenderFault }) => SenderFault === false) : []
    for (const entry of failed) if (!again.includes(entry)) result.failed.push(toFailure(entry))
    if (again.length === 0) return undefined
    const ids = new Set(again.map(({ Id }) => Id))
    entries = entries.filter(({ Id }) => ids.has(Id))
    await setTimeout(backoffDelayMs(attempt, 1000))
  }
}

/** Reports the same failure for each of the entries. */
function reportAll(
  entries: SendMessageBatchRequestEntry[],
  error: Error & { code?: string },
  result: SentSqsMessages
): void {
  const { code = error.name, message } = error
  for (const { Id } of entries) {
    result.failed.push({ index: Number(Id), code, message, senderFault: error instanceof RefusedError })
  }
}

function toFailure({ Id, Code = '', Message = '', SenderFault = false }: BatchResultErrorEntry) {
  return { index: Number(Id), code: Code, message: Message, senderFault: SenderFault }
}

function toEntry(queueName: string, body: string, options: SendSqsMessageOptions) {
  if (typeof body !== 'string' || body === '') throw new BodyError(queueName)
  const { delaySeconds, messageAttributes, messageDeduplicationId, messageGroupId, trace } = options
  const attributes = { ...traceAttributes(trace), ...messageAttributes }
  return {
    MessageBody: body,
    DelaySeconds: delaySeconds,
    MessageAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    MessageDeduplicationId: messageDeduplicationId,
    MessageGroupId: messageGroupId
  }
}

function pick(sent: SendMessageBatchResultEntry | SendMessageCommandOutput): SentSqsMessage {
  const { MessageId, MD5OfMessageAttributes, MD5OfMessageBody, SequenceNumber } = sent
  return { MessageId, MD5OfMessageAttributes, MD5OfMessageBody, SequenceNumber }
}
