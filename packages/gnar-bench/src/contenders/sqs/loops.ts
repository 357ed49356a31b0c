import type { SQS } from '@aws-sdk/client-sqs'
import { createClient } from '../../backends/sqs-client.ts'
import type { StartPart } from '../../scenario.ts'
import { handle } from './handle.ts'

/** Hand-written loops, several in parallel: receive, handle the batch in parallel, delete. */
const start: StartPart<{ loops: number; batch: number }> = async ({ options: { loops, batch }, facts }) => {
  const { queueUrl = '' } = facts
  const turn = batch === 1 ? takeOne : takeBatch
  for (let index = 0; index < loops; index += 1) void repeat(createClient(facts), queueUrl, turn)
  return {}
}

async function repeat(sqs: SQS, queueUrl: string, turn: typeof takeOne): Promise<void> {
  for (;;) await turn(sqs, queueUrl)
}

async function takeOne(sqs: SQS, QueueUrl: string): Promise<void> {
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 })
  for (const { ReceiptHandle } of Messages) {
    await handle()
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle })
  }
}

async function takeBatch(sqs: SQS, QueueUrl: string): Promise<void> {
  const { Messages = [] } = await sqs.receiveMessage({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20
  })
  await Promise.all(Messages.map(handle))
  const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }))
  if (Entries.length > 0) await sqs.deleteMessageBatch({ QueueUrl, Entries })
}

export default start
