import type { Message } from '@aws-sdk/client-sqs'
import t from 'tap'
import type { SqsPoll } from '../src/index.ts'
import { Collector, startServer, until } from './start.ts'

const server = await startServer(t)

t.test("Q1 Q2 Q8 a message is sent, handled with the SDK's names and deleted", async (t) => {
  const { name, url } = await server.createQueue()
  const received = new Collector<Message>()
  const polls: SqsPoll = {
    queueName: name,
    callback: (message) => received.add(message),
    attributeNames: ['SentTimestamp'],
    messageAttributeNames: ['colour']
  }
  const { fastify, lines } = await server.start(t, { polls: [{ ...polls, intervalSeconds: 0.05 }] })
  const sent = await fastify.sendSqsMessage(name, 'The gnarliest gear in the world 🤙', {
    messageAttributes: { colour: { DataType: 'String', StringValue: 'red' } }
  })
  t.match(sent, { MessageId: String, MD5OfMessageBody: /^[0-9a-f]{32}$/, MD5OfMessageAttributes: String })
  t.strictSame(Object.keys(sent), [
    'MessageId',
    'MD5OfMessageAttributes',
    'MD5OfMessageBody',
    'SequenceNumber'
  ])
  const [message] = await received.reached(1)
  t.match(message, {
    MessageId: sent.MessageId,
    Body: 'The gnarliest gear in the world 🤙',
    MD5OfBody: sent.MD5OfMessageBody,
    Attributes: { SentTimestamp: /^\d+$/ },
    MessageAttributes: { colour: { StringValue: 'red' } }
  })
  await until(async () => fastify.sqs.polls[0]?.deleted === 1)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
  t.ok(lines.some(({ msg }) => msg === `Polling SQS queue ${name} every 0.05 seconds`))
  t.match(fastify.sqs.polls[0], { queueName: name, received: 1, handled: 1, failed: 0, inHand: 0 })
})

t.end()
