import type { MessageSystemAttributeName, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs'
import { messageChannel } from './diagnostics.ts'
import type { PollValues } from './poll-settings.ts'
import { traceAttributeNames } from './trace-context.ts'

/** The input of a receive: what the user asks for, and what the poll itself needs. */
export function receiveInput(
  poll: PollValues,
  attemptId: string
): Omit<ReceiveMessageCommandInput, 'QueueUrl'> {
  const { attributeNames = [], messageAttributeNames = [], traceContext, receiveRequestAttemptId } = poll
  const fifo = poll.queueName.endsWith('.fifo')
  const wantsTrace = traceContext || messageChannel.hasSubscribers
  const names = new Set([...messageAttributeNames, ...(wantsTrace ? traceAttributeNames : [])])
  const systemNames = new Set([
    ...attributeNames,
    'ApproximateReceiveCount',
    ...(fifo ? ['MessageGroupId'] : [])
  ])
  return {
    MaxNumberOfMessages: poll.maxNumberOfMessages,
    MessageAttributeNames: [...names],
    MessageSystemAttributeNames: [...systemNames] as MessageSystemAttributeName[],
    ReceiveRequestAttemptId: receiveRequestAttemptId ?? (fifo ? attemptId : undefined),
    VisibilityTimeout: poll.visibilityTimeout,
    WaitTimeSeconds: poll.waitTimeSeconds
  }
}
