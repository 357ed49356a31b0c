import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs'
import type { Connection } from './connection.ts'
import type { Delivery } from './delivery.ts'

/** An entry of a batch that SQS rejected. */
export interface EntryFault {
  delivery: Delivery
  /** False when AWS is at fault and a retry helps. */
  senderFault: boolean
  /** The error as SQS words it. */
  reason: string
}

/** Deletes up to ten messages. @returns those that failed */
export async function deleteMessages(
  connection: Connection,
  queueName: string,
  deliveries: readonly Delivery[]
): Promise<EntryFault[]> {
  const Entries = deliveries.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle
  }))
  const { Failed } = await connection.call(queueName, (sqs, QueueUrl, options) =>
    sqs.deleteMessageBatch({ QueueUrl, Entries }, options)
  )
  return toFaults(Failed, deliveries)
}

/** Hides up to ten messages for a number of seconds from now; 0 makes them visible. @returns those that failed */
export async function changeVisibility(
  connection: Connection,
  queueName: string,
  deliveries: readonly Delivery[],
  seconds: number
): Promise<EntryFault[]> {
  const Entries = deliveries.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds
  }))
  const { Failed } = await connection.call(queueName, (sqs, QueueUrl, options) =>
    sqs.changeMessageVisibilityBatch({ QueueUrl, Entries }, options)
  )
  return toFaults(Failed, deliveries)
}

/** The queue's own visibility timeout in seconds. */
export async function readVisibilityTimeout(connection: Connection, queueName: string): Promise<number> {
  const { Attributes } = await connection.call(queueName, (sqs, QueueUrl, options) =>
    sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }, options)
  )
  return Number(Attributes?.VisibilityTimeout)
}

/** Makes sure that the queue exists. */
export async function findQueue(connection: Connection, queueName: string): Promise<void> {
  await connection.call(queueName, async () => undefined)
}

function toFaults(
  failed: readonly BatchResultErrorEntry[] | undefined,
  deliveries: readonly Delivery[]
): EntryFault[] {
  return (failed ?? []).flatMap(({ Id, SenderFault = false, Code = '', Message = '' }) => {
    const delivery = deliveries[Number(Id)]
    const reason = Message === '' ? Code : `${Code}: ${Message}`
    return delivery === undefined ? [] : [{ delivery, senderFault: SenderFault, reason }]
  })
}
