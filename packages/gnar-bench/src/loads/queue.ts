import { setTimeout as sleep } from 'node:timers/promises'
import type { SQS } from '@aws-sdk/client-sqs'
import { createClient } from '../backends/sqs-client.ts'
import type { StartPart } from '../scenario.ts'

/** Fills a separate queue for each turn, and counts what the contender has deleted. */
const start: StartPart = async ({ facts }) => {
  const sqs = createClient(facts)
  let turn = 0
  return {
    async prepare({ seconds, options }) {
      turn += 1
      const queueName = `bench-${turn}`
      const { QueueUrl: queueUrl = '' } = await sqs.createQueue({ QueueName: queueName })
      await fill(sqs, queueUrl, seconds * Number(options.messagesPerSecond))
      return { queueName, queueUrl }
    },
    async run({ seconds, facts: { queueUrl = '' } }) {
      const began = performance.now()
      const before = await count(sqs, queueUrl)
      await sleep(seconds * 1000)
      const after = await count(sqs, queueUrl)
      const elapsed = (performance.now() - began) / 1000
      if (after.visible === 0) throw new Error('the queue ran empty: raise messagesPerSecond')
      return { perSecond: (before.all - after.all) / elapsed }
    }
  }
}

async function fill(sqs: SQS, QueueUrl: string, messages: number): Promise<void> {
  const Entries = Array.from({ length: 10 }, (_, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ rider: 'ic3b3rg', run: index })
  }))
  let left = Math.ceil(messages / Entries.length)
  const send = async () => {
    while (left > 0) {
      left -= 1
      await sqs.sendMessageBatch({ QueueUrl, Entries })
    }
  }
  await Promise.all(Array.from({ length: 8 }, send))
}

/** Messages that have not been deleted, including those in flight. */
async function count(sqs: SQS, QueueUrl: string): Promise<{ visible: number; all: number }> {
  const { Attributes = {} } = await sqs.getQueueAttributes({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible']
  })
  const visible = Number(Attributes.ApproximateNumberOfMessages)
  return { visible, all: visible + Number(Attributes.ApproximateNumberOfMessagesNotVisible) }
}

export default start
