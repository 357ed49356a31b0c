import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { fault, startGateway } from './gateway.ts'
import { Collector, startApp, startServer } from './start.ts'

const server = await startServer(t)

t.test('Q8 any text can be sent, with delays and attributes', async (t) => {
  const { name, url } = await server.createQueue()
  const { fastify } = await server.start(t)
  const text = 'tab\t newline\n 🤙 ünï ﷽ 𝒢'
  await fastify.sendSqsMessage(name, text, {
    messageAttributes: { bytes: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) } }
  })
  const { Messages = [] } = await server.sqs.receiveMessage({ QueueUrl: url, MessageAttributeNames: ['All'] })
  t.equal(Messages[0]?.Body, text)
  t.strictSame([...(Messages[0]?.MessageAttributes?.bytes?.BinaryValue ?? [])], [1, 2])
  await fastify.sendSqsMessage(name, 'later', { delaySeconds: 60 })
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 1 })
})

t.test('Q8 FIFO: group and deduplication id go with the message', async (t) => {
  const { name } = await server.createQueue({ FifoQueue: 'true' })
  const { fastify } = await server.start(t)
  const options = { messageGroupId: 'g', messageDeduplicationId: 'd' }
  const first = await fastify.sendSqsMessage(name, 'x', options)
  const second = await fastify.sendSqsMessage(name, 'x', options)
  t.match(first.SequenceNumber, /^\d+$/)
  t.equal(second.MessageId, first.MessageId)
})

t.test('Q8 what a caller changes after the call is not sent', async (t) => {
  const { name } = await server.createQueue({ FifoQueue: 'true' })
  const { fastify } = await server.start(t)
  const options = { messageGroupId: 'g', messageDeduplicationId: 'd' }
  const messages = [{ body: 'x', ...options }]
  const one = fastify.sendSqsMessage(name, 'x', options)
  const list = fastify.sendSqsMessages(name, messages)
  options.messageDeduplicationId = 'other'
  messages.push({ body: 'too late', ...options })
  const { successful } = await list
  t.strictSame(
    successful.map(({ MessageId }) => MessageId),
    [(await one).MessageId]
  )
})

t.test('Q8 what cannot be sent is an error that says what to do', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await server.start(t)
  const messageOf = (sending: Promise<unknown>) =>
    sending.then(
      () => 'sent',
      (error: Error & { code: string }) => `${error.code}: ${error.message}`
    )
  const messages = await Promise.all([
    messageOf(fastify.sendSqsMessage(name, '')),
    messageOf(fastify.sendSqsMessage(name, { a: 1 } as never)),
    messageOf(fastify.sendSqsMessage(name, 'x', { delaySecond: 1 } as never)),
    messageOf(fastify.sendSqsMessage(name, 'bell \u0007')),
    messageOf(fastify.sendSqsMessage('no-such-queue', 'x')),
    messageOf(fastify.sendSqsMessage(name, 'x', { messageAttributes: { colour: 'red' } as never })),
    messageOf(
      fastify.sendSqsMessage(name, 'x', {
        delaySeconds: 901,
        messageAttributes: { bytes: { DataType: 'Binary', StringValue: 'x' } },
        messageGroupId: 7 as never,
        trace: 'x' as never
      })
    ),
    messageOf(fastify.sendSqsMessages(name, ['a', ''])),
    messageOf(fastify.sendSqsMessages(name, ['a', null as never])),
    messageOf(fastify.sendSqsMessages(name, ['a', { body: 'b', delaySeconds: -1 }])),
    messageOf(fastify.sendSqsMessages(name, [{ body: 'a', bodi: 'b' } as never]))
  ])
  t.matchSnapshot(
    messages
      .join('\n')
      .replaceAll(name, '<queue>')
      .replaceAll(/127\.0\.0\.1:\d+/g, '<host>')
  )
})

t.test(
  'Q8 sendSqsMessages splits by ten entries and by bytes, and keeps the order of its report',
  async (t) => {
    const { name, url } = await server.createQueue()
    const gateway = await startGateway(t, server.endpoint)
    const { fastify } = await server.start(t, { endpoint: gateway.endpoint, maxRequestBytes: 2048 })
    const messages = Array.from({ length: 25 }, (_, index) => `message ${index}`)
    const big = {
      body: 'x'.repeat(900),
      messageAttributes: { a: { DataType: 'String', StringValue: 'y'.repeat(200) } }
    }
    const result = await fastify.sendSqsMessages(name, [...messages, big, big, 'x'.repeat(2049)])
    t.strictSame(
      result.successful.map(({ index }) => index),
      Array.from({ length: 27 }, (_, index) => index)
    )
    t.match(result.successful[0], { MessageId: String, MD5OfMessageBody: String })
    t.strictSame(result.failed, [
      {
        index: 27,
        code: 'MessageTooLong',
        message: 'the message is larger than 2048 bytes: store its content elsewhere and send a reference',
        senderFault: true
      }
    ])
    const sizes = gateway.calls
      .filter(({ action }) => action === 'SendMessageBatch')
      .map(({ input }) => input.Entries?.length ?? 0)
    t.strictSame(
      sizes.toSorted((a, b) => b - a),
      [10, 10, 6, 1]
    )
    t.strictSame(await server.countMessages(url), { visible: 27, hidden: 0 })
    t.strictSame(await fastify.sendSqsMessages(name, []), { successful: [], failed: [] })
  }
)

t.test('Q8 entries that AWS failed are sent again, sender faults are reported one by one', async (t) => {
  const { name, url } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const sizes: number[] = []
  gateway.intercept = ({ action, input }) => {
    if (action !== 'SendMessageBatch') return undefined
    sizes.push(input.Entries?.length ?? 0)
    if (sizes.length > 1) return undefined
    const Failed = input.Entries?.map(({ Id }) => ({
      Id,
      SenderFault: Id === '1',
      Code: Id === '1' ? 'InvalidMessageContents' : 'InternalError',
      Message: 'no'
    }))
    return { body: { Successful: [], Failed } }
  }
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  const { successful, failed } = await fastify.sendSqsMessages(name, ['a', 'b', 'c'])
  t.strictSame(
    successful.map(({ index }) => index),
    [0, 2]
  )
  t.strictSame(failed, [{ index: 1, code: 'InvalidMessageContents', message: 'no', senderFault: true }])
  t.strictSame(sizes, [3, 2])
  t.strictSame(await server.countMessages(url), { visible: 2, hidden: 0 })
})

t.test('Q8 entries that AWS fails for good, and a refused request, are reported', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action, input }) =>
    action === 'SendMessageBatch'
      ? {
          body: {
            Failed: input.Entries?.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' }))
          }
        }
      : undefined
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  t.strictSame((await fastify.sendSqsMessages(name, ['a'])).failed, [
    { index: 0, code: 'InternalError', message: '', senderFault: false }
  ])
  t.equal(gateway.count('SendMessageBatch'), 3)
  gateway.intercept = ({ action }) =>
    action === 'SendMessageBatch' ? fault(400, 'UnsupportedOperation') : undefined
  t.match((await fastify.sendSqsMessages(name, ['a', 'b'])).failed, [
    { index: 0, code: 'GNAR_ERR_SQS_REFUSED', senderFault: true },
    { index: 1, code: 'GNAR_ERR_SQS_REFUSED', senderFault: true }
  ])
})

t.test('Q8 while SQS does not respond, every message is reported after few attempts', async (t) => {
  const { name } = await server.createQueue()
  const proxy = await startProxy({ port: server.port })
  t.after(() => proxy.close())
  const { fastify } = await server.start(t, { endpoint: `http://127.0.0.1:${proxy.port}` })
  await fastify.sendSqsMessage(name, 'x')
  await proxy.refuse()
  const messages = Array.from({ length: 200 }, () => 'x')
  const { successful, failed } = await fastify.sendSqsMessages(name, messages)
  t.strictSame(successful, [])
  t.equal(failed.length, 200)
  t.match(failed[199], { index: 199, code: 'GNAR_ERR_SQS_UNAVAILABLE', senderFault: false })
})

t.test('Q8 a long poll delays neither a send nor a delete', async (t) => {
  const { name } = await server.createQueue()
  const other = await server.createQueue()
  const handled = new Collector<string>()
  const long = { waitTimeSeconds: 20, callback: ({ Body = '' }) => handled.add(Body) }
  const { fastify } = await server.start(t, {
    maxSockets: 1,
    polls: [
      { queueName: name, ...long },
      { queueName: other.name, ...long }
    ]
  })
  await fastify.sendSqsMessage(name, 'x')
  await handled.reached(1)
  await fastify.sendSqsMessage(other.name, 'y')
  t.strictSame(await handled.reached(2), ['x', 'y'])
})

t.test('Q9 the client is configured from the environment, options beat it', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await startApp(t, {
    envPrefix: 'MY',
    env: {
      MY_SQS_REGION_NAME: 'us-east-1',
      MY_SQS_ACCESS_KEY_ID: 'k',
      MY_SQS_SECRET_ACCESS_KEY: 's',
      MY_SQS_ENDPOINT: 'http://127.0.0.1:1'
    },
    endpoint: server.endpoint
  })
  t.match(await fastify.sendSqsMessage(name, 'x'), { MessageId: String })
})

t.test('Q9 without keys the default credential chain is used', async (t) => {
  const { name } = await server.createQueue()
  t.intercept(process, 'env', {
    value: { ...process.env, AWS_ACCESS_KEY_ID: 'from-the-chain', AWS_SECRET_ACCESS_KEY: 's' }
  })
  const { GNAR_SQS_ENDPOINT, GNAR_SQS_REGION_NAME } = server.env
  const { fastify } = await startApp(t, { env: { GNAR_SQS_ENDPOINT, GNAR_SQS_REGION_NAME } })
  t.match(await fastify.sendSqsMessage(name, 'x'), { MessageId: String })
})

t.test(
  'Q9 a missing region is an error at first use, or at registration when polls are configured',
  async (t) => {
    const missing = {
      code: 'GNAR_ERR_CONFIGURATION',
      message: 'GNAR_SQS_REGION_NAME (AWS region of SQS) is required'
    }
    const { fastify } = await startApp(t, { env: {} })
    await t.rejects(fastify.sendSqsMessage('q', 'x'), missing)
    await t.rejects(fastify.sendSqsMessages('q', ['x']), missing)
    const poll = { queueName: 'q', callback: () => {} }
    await t.rejects(fastify.sqs.poll(poll), missing)
    await t.rejects(startApp(t, { env: {}, polls: [poll] }), missing)
  }
)

t.test('Q9 a malformed setting is an error at registration, and shows no secret', async (t) => {
  const rejected = (env: Record<string, string>, message: RegExp) =>
    t.rejects(startApp(t, { env }), { code: 'GNAR_ERR_CONFIGURATION', message })
  await rejected({ GNAR_SQS_REGION_NAME: 'Ireland 1' }, /^GNAR_SQS_REGION_NAME .*found "Ireland 1"/)
  await rejected({ GNAR_SQS_ENDPOINT: 'localhost:1' }, /^GNAR_SQS_ENDPOINT .*http:\/\//)
  await rejected({ GNAR_SQS_ACCESS_KEY_ID: 'k' }, /^GNAR_SQS_SECRET_ACCESS_KEY is required/)
  await rejected(
    { GNAR_SQS_SECRET_ACCESS_KEY: 'hunter2' },
    /^GNAR_SQS_ACCESS_KEY_ID is required(?!.*hunter2)/
  )
})

t.end()
