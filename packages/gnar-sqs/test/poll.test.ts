import type { Message } from '@aws-sdk/client-sqs'
import t from 'tap'
import type { GnarSqsOptions, SqsPoll } from '../src/index.ts'
import { startGateway } from './gateway.ts'
import { Collector, startApp, startServer, until } from './start.ts'

const server = await startServer(t)

t.test("Q1 Q2 Q8 a message is sent, handled with the SDK's names and deleted", async (t) => {
  const { name, url } = await server.createQueue()
  const received = new Collector<Message>()
  const poll: SqsPoll = {
    queueName: name,
    callback: (message) => received.add(message),
    intervalSeconds: 0.05,
    attributeNames: ['SentTimestamp'],
    messageAttributeNames: ['colour']
  }
  const { fastify, lines } = await server.start(t, { polls: [poll] })
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
  await until(() => fastify.sqs.polls[0]?.deleted === 1)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
  t.ok(lines.some(({ msg }) => msg === `Polling SQS queue ${name} every 0.05 seconds`))
  t.match(fastify.sqs.polls[0], { queueName: name, received: 1, handled: 1, failed: 0, inFlight: 0 })
})

t.test('Q1 bad or missing properties are errors at registration that name them', async (t) => {
  const callback = () => {}
  const messageOf = (options: unknown) =>
    startApp(t, { env: server.env, ...(options as GnarSqsOptions) }).then(
      () => 'accepted',
      (error: Error & { code: string }) => `${error.code}: ${error.message}`
    )
  const polls = [
    { callback },
    { queueName: 'a b', callback },
    { queueName: 'orders' },
    { queueName: 'orders', callback, queuename: 'x', maxNumberOfMessages: 11, waitTimeSeconds: 21 },
    { queueName: 'orders', callback, intervalSeconds: -1, visibilityTimeout: 43_201, concurrency: 0 },
    { queueName: 'orders', callback, attributeNames: 'All', messageAttributeNames: [1] },
    { queueName: 'orders', callback, schema: [], retryDelaySeconds: -1, invalidBody: 'drop' },
    { queueName: 'orders', callback, handlerTimeoutMs: 3e9 },
    { queueName: 'orders', callback, schema: { type: 'string', pattern: '(' } }
  ]
  const messages = await Promise.all(polls.map((poll) => messageOf({ polls: poll })))
  messages.push(await messageOf({ polls: [polls[2], polls[0]] }))
  messages.push(await messageOf({ polls: 'orders' }))
  t.matchSnapshot(messages.join('\n'))

  const { fastify } = await server.start(t)
  await t.rejects(fastify.sqs.poll(null as never), { message: /^option polls of gnar-sqs .* must be a poll/ })
  await t.rejects(fastify.sqs.poll([polls[0]] as never), { message: /^option queueName of poll 1/ })
})

t.test('Q1 poll() rejects a schema that cannot be compiled, and adds nothing', async (t) => {
  const { fastify } = await server.start(t)
  const schema = { type: 'string', pattern: '(' }
  const fine = { queueName: 'fine', callback: () => {} }
  await t.rejects(fastify.sqs.poll({ queueName: 'orders', callback: () => {}, schema }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: /^option schema of poll orders of gnar-sqs cannot be compiled/
  })
  await t.rejects(fastify.sqs.poll([fine, { queueName: 'orders', callback: () => {}, schema }]))
  t.strictSame(fastify.sqs.polls, [])
})

t.test('Q1 Q7 polls can be added concurrently; one added during a close never receives', async (t) => {
  const { name, url } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  const schema = { type: 'string' }
  const poll = { queueName: name, schema, callback: () => {} }
  await Promise.all([fastify.sqs.poll(poll), fastify.sqs.poll([poll, poll])])
  await until(() => gateway.count('ReceiveMessage') === 3)
  t.equal(fastify.sqs.polls.length, 3)

  const adding = fastify.sqs.poll(poll)
  fastify.sqs.stopReceiving()
  await Promise.all([adding, fastify.close()])
  t.match(fastify.sqs.polls[3], { state: 'stopped' })
  await server.sqs.sendMessage({ QueueUrl: url, MessageBody: '"x"' })
  t.equal(gateway.count('ReceiveMessage'), 3)
})

t.test('Q1 the URL is looked up once, and options are not changed', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const received = new Collector<Message>()
  const polls = Object.freeze({
    queueName: name,
    callback: (message: Message) => received.add(message),
    intervalSeconds: 0.01,
    attributeNames: Object.freeze(['All'])
  })
  const options = Object.freeze({ polls, endpoint: gateway.endpoint, env: Object.freeze(server.env) })
  const { fastify } = await server.start(t, options)
  await fastify.sendSqsMessages(name, ['a', 'b', 'c'])
  await received.reached(3)
  t.equal(gateway.count('GetQueueUrl'), 1)
})

t.test('Q2 only exactly false leaves a message in the queue', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '60' })
  const results: Record<string, unknown> = {
    undefined: undefined,
    null: null,
    zero: 0,
    text: '',
    false: false,
    promise: Promise.resolve(false)
  }
  const { fastify } = await server.start(t)
  await fastify.sendSqsMessages(name, Object.keys(results))
  await fastify.sqs.poll({
    queueName: name,
    callback: ({ Body = '' }) => results[Body],
    maxNumberOfMessages: 10
  })
  await until(() => fastify.sqs.polls[0]?.deleted === 4)
  t.match(fastify.sqs.polls[0], { received: 6, handled: 6, failed: 0 })
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 2 })
})

t.test(
  'Q3 messages are handled one after another, in order, and the queue is asked again at once',
  async (t) => {
    const { name } = await server.createQueue()
    const gateway = await startGateway(t, server.endpoint)
    const events = new Collector<string>()
    const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
    const bodies = Array.from({ length: 12 }, (_, index) => String(index))
    await fastify.sendSqsMessages(name, bodies)
    await fastify.sqs.poll({
      queueName: name,
      maxNumberOfMessages: 5,
      callback: async ({ Body }) => {
        events.add(`${Body} begins`)
        await new Promise((resolve) => setTimeout(resolve, 5))
        events.add(`${Body} ends`)
      }
    })
    await events.reached(24)
    t.strictSame(
      events.items,
      bodies.flatMap((body) => [`${body} begins`, `${body} ends`])
    )
    await until(() => fastify.sqs.polls[0]?.state === 'waiting')
    t.equal(
      gateway.count('ReceiveMessage'),
      4,
      'three batches at once, then an empty receive and the interval'
    )
  }
)

t.test('Q3 after an empty receive the next one follows in intervalSeconds', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const times = new Collector<number>()
  gateway.intercept = ({ action }) => {
    if (action === 'ReceiveMessage') times.add(performance.now())
    return undefined
  }
  await server.start(t, {
    endpoint: gateway.endpoint,
    polls: { queueName: name, callback: () => {}, intervalSeconds: 0.2 }
  })
  const [first = 0, second = 0, third = 0] = await times.reached(3)
  t.ok(second - first >= 195 && third - second >= 195, `asked after ${second - first}, ${third - second} ms`)
})

t.test('Q4 a callback that throws does not end the poll, and its message is delivered again', async (t) => {
  const { name } = await server.createQueue({ VisibilityTimeout: '1' })
  const handled = new Collector<string>()
  const { fastify, lines } = await server.start(t)
  await fastify.sendSqsMessages(name, ['bad', 'good'])
  let fails = 1
  await fastify.sqs.poll({
    queueName: name,
    waitTimeSeconds: 2,
    callback: ({ Body = '' }) => {
      if (Body === 'bad' && fails-- > 0) throw new Error('no snow')
      handled.add(Body)
    }
  })
  t.strictSame(await handled.reached(2), ['good', 'bad'])
  const line = lines.find(({ level }) => level === 50)
  t.match(line, {
    queue: name,
    messageId: String,
    receiveCount: 1,
    err: { message: 'no snow', stack: String }
  })
  t.match(
    line?.msg,
    new RegExp(`^SQS queue ${name}: message ${line?.messageId} failed on receive 1, it stays`)
  )
  t.match(fastify.sqs.polls[0], { failed: 1, lastError: { message: 'no snow' } })
})

t.test('Q4 any thrown value is logged, even one that a logger cannot show', async (t) => {
  const { name } = await server.createQueue()
  const { fastify, lines } = await server.start(t)
  const thrown: Record<string, unknown> = {
    null: null,
    undefined,
    text: 'no snow',
    frozen: Object.freeze(new Error('no snow')),
    bare: Object.create(null)
  }
  await fastify.sendSqsMessages(name, Object.keys(thrown))
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 10,
    callback: async ({ Body = '' }) => {
      throw thrown[Body]
    }
  })
  await until(() => fastify.sqs.polls[0]?.failed === 5 && fastify.sqs.polls[0].inFlight === 0)
  t.strictSame(
    lines
      .filter(({ level }) => level === 50)
      .map(({ msg }) => msg.split('queue: ')[1])
      .toSorted(),
    ['no snow', 'no snow', 'null', 'undefined', 'unknown']
  )
})

t.test('Q4 a poison message lets those behind it pass and ends in the dead-letter queue', async (t) => {
  const dead = await server.createQueue()
  const { QueueAttributes } = await server.sqs
    .getQueueAttributes({ QueueUrl: dead.url, AttributeNames: ['QueueArn'] })
    .then(({ Attributes }) => ({ QueueAttributes: Attributes }))
  const { name, url } = await server.createQueue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QueueAttributes?.QueueArn, maxReceiveCount: 3 })
  })
  const { fastify, lines } = await server.start(t)
  await fastify.sendSqsMessages(name, ['poison', 'a', 'b'])
  const handled = new Collector<string>()
  const counts: number[] = []
  await fastify.sqs.poll({
    queueName: name,
    intervalSeconds: 0.02,
    retryDelaySeconds: (receiveCount) => {
      counts.push(receiveCount)
      return 0
    },
    callback: ({ Body = '' }) => {
      if (Body === 'poison') throw new Error('poison')
      handled.add(Body)
    }
  })
  t.strictSame(await handled.reached(2), ['a', 'b'])
  await until(async () => (await server.countMessages(dead.url)).visible === 1)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
  t.strictSame(counts, [1, 2, 3], 'the delay is asked for with the receive count')
  t.strictSame(
    lines.filter(({ level }) => level === 50).map(({ receiveCount }) => receiveCount),
    [1, 2, 3]
  )
})

t.test('Q4 a retry delay that fails or makes no sense leaves the message as it is', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '60' })
  const { fastify, lines } = await server.start(t)
  await fastify.sendSqsMessages(name, ['throws', 'NaN'])
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 2,
    callback: () => false,
    retryDelaySeconds: (_receiveCount, { Body }) => {
      if (Body === 'throws') throw new Error('no idea')
      return Number.NaN
    }
  })
  await until(() => fastify.sqs.polls[0]?.handled === 2 && fastify.sqs.polls[0].inFlight === 0)
  t.strictSame(
    lines.filter(({ level }) => level === 50).map(({ msg }) => msg),
    [
      `SQS queue ${name}: retryDelaySeconds failed: Error: no idea`,
      `SQS queue ${name}: retryDelaySeconds failed: RangeError: returned NaN; expected a number of seconds ≥ 0`
    ]
  )
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 2 })
})

t.end()
