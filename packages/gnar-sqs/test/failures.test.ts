import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { fault, startGateway } from './gateway.ts'
import { Collector, startApp, startServer, until } from './start.ts'

const server = await startServer(t)

/** Quick retries, so that the tests are quick. */
const quick = { maxRetryDelayMs: 20 }
const impatient = { ...quick, connectTimeoutMs: 200, requestTimeoutMs: 200 }

t.test(
  'Q6 5xx, throttling and refused credentials are logged and retried, other queues continue',
  async (t) => {
    const [failing, healthy] = await Promise.all([server.createQueue(), server.createQueue()])
    const gateway = await startGateway(t, server.endpoint)
    const faults = [
      fault(500, 'InternalFailure'),
      fault(503, 'ServiceUnavailable'),
      fault(400, 'ThrottlingException'),
      fault(403, 'AccessDeniedException'),
      fault(400, 'InvalidParameterValue')
    ]
    gateway.intercept = ({ action, input }) =>
      action === 'ReceiveMessage' && input.QueueUrl === failing.url ? faults.shift() : undefined
    const handled = new Collector<string>()
    const poll = {
      intervalSeconds: 0.02,
      callback: ({ Body = '' }) => {
        handled.add(Body)
      }
    }
    const { fastify, lines } = await server.start(t, {
      ...quick,
      endpoint: gateway.endpoint,
      polls: [
        { queueName: failing.name, ...poll },
        { queueName: healthy.name, ...poll }
      ]
    })
    await fastify.sendSqsMessage(healthy.name, 'other')
    await fastify.sendSqsMessage(failing.name, 'one')
    t.strictSame((await handled.reached(2)).toSorted(), ['one', 'other'])
    const errors = lines.filter(({ level }) => level === 50)
    t.matchSnapshot(
      errors
        .map(({ msg }) => msg)
        .join('\n')
        .replaceAll(failing.name, '<queue>')
        .replace(/in \d+ ms/g, 'in <n> ms')
        .replaceAll(gateway.endpoint, '<endpoint>')
    )
    t.ok(lines.some(({ msg }) => msg === `SQS queue ${failing.name} has recovered`))
    t.match(fastify.sqs.polls[0], { lastError: { code: 'GNAR_ERR_SQS_REFUSED' } })
  }
)

t.test('Q6 Q10 a server that is gone, resets or stalls is survived without a restart', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '1' })
  const proxy = await startProxy({ port: server.port })
  t.after(() => proxy.close())
  const handled = new Collector<string>()
  const { fastify } = await server.start(t, {
    ...impatient,
    endpoint: `http://127.0.0.1:${proxy.port}`,
    polls: {
      queueName: name,
      intervalSeconds: 0.02,
      waitTimeSeconds: 0,
      callback: ({ Body = '' }) => handled.add(Body)
    }
  })
  let round = 0
  for (const fail of [proxy.refuse, proxy.reset, proxy.stall, () => proxy.cutAfter(0)]) {
    await fail()
    await until(() => fastify.sqs.polls[0]?.state === 'backing off')
    await proxy.pass()
    round += 1
    const body = `after ${round}`
    await server.sqs.sendMessage({ QueueUrl: url, MessageBody: body })
    await until(() => handled.items.includes(body))
  }
  t.equal(fastify.sqs.polls[0]?.state === 'stopped', false)
})

t.test('Q6 a queue that does not exist stops the start in production', async (t) => {
  const polls = { queueName: 'nowhere', callback: () => {} }
  await t.rejects(server.start(t, { polls, production: true }), {
    code: 'GNAR_ERR_SQS_QUEUE_NOT_FOUND',
    message: /^SQS has no queue nowhere in http.*: create it/
  })
})

t.test('Q6 production starts although AWS does not respond', async (t) => {
  const polls = { queueName: 'nowhere', callback: () => {} }
  const { fastify } = await startApp(t, {
    ...quick,
    env: server.env,
    endpoint: 'http://127.0.0.1:1',
    polls,
    production: true
  })
  await until(() => fastify.sqs.polls[0]?.state === 'backing off')
  t.match(fastify.sqs.polls[0], { lastError: { code: 'GNAR_ERR_SQS_UNAVAILABLE', message: 'ECONNREFUSED' } })
})

t.test('Q6 in development a missing queue is a warning, and found once it exists', async (t) => {
  const handled = new Collector<string>()
  const name = 'made-later'
  const { lines } = await server.start(t, {
    ...quick,
    polls: { queueName: name, intervalSeconds: 0.02, callback: ({ Body = '' }) => handled.add(Body) }
  })
  await until(() => lines.some(({ level, msg }) => level === 40 && msg.includes('no queue made-later')))
  const { QueueUrl } = await server.sqs.createQueue({ QueueName: name })
  await server.sqs.sendMessage({ QueueUrl, MessageBody: 'x' })
  t.strictSame(await handled.reached(1), ['x'])
  t.notOk(lines.some(({ level }) => level === 50))
})

t.test('Q6 Q8 a queue URL that became wrong is looked up again, once', async (t) => {
  const { name, url } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    action === 'GetQueueUrl' && gateway.count('GetQueueUrl') === 1
      ? { body: { QueueUrl: `${url}-of-old` } }
      : undefined
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  t.match(await fastify.sendSqsMessage(name, 'x'), { MessageId: String })
  t.equal(gateway.count('GetQueueUrl'), 2)
  await server.sqs.deleteQueue({ QueueUrl: url })
  await t.rejects(fastify.sendSqsMessage(name, 'x'), { code: 'GNAR_ERR_SQS_QUEUE_NOT_FOUND' })
  t.equal(gateway.count('GetQueueUrl'), 3)

  const handled = new Collector<string>()
  await fastify.sqs.poll({ queueName: name, callback: ({ Body = '' }) => handled.add(Body) })
  await until(() => fastify.sqs.polls[0]?.state === 'backing off')
  await server.sqs.createQueue({ QueueName: name })
  await fastify.sendSqsMessage(name, 'again')
  t.strictSame(await handled.reached(1), ['again'])
})

t.test('Q5 a batch delete that failed in part is retried for what failed only', async (t) => {
  const { name, url } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const deletes: number[] = []
  gateway.intercept = ({ action, input }) => {
    if (action !== 'DeleteMessageBatch') return undefined
    deletes.push(input.Entries?.length ?? 0)
    if (deletes.length > 2) return undefined
    const Failed = input.Entries?.slice(0, 1).map(({ Id }) => ({
      Id,
      SenderFault: false,
      Code: 'InternalError'
    }))
    return { body: { Successful: input.Entries?.slice(1).map(({ Id }) => ({ Id })), Failed } }
  }
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  await fastify.sendSqsMessages(name, ['a', 'b', 'c'])
  await fastify.sqs.poll({ queueName: name, maxNumberOfMessages: 3, deleteWaitMs: 50, callback: () => {} })
  await until(() => fastify.sqs.polls[0]?.deleted === 3)
  t.strictSame(deletes, [3, 1, 1])
  t.strictSame(
    await server.countMessages(url),
    { visible: 0, hidden: 2 },
    'the gateway only said that two were deleted'
  )
})

t.test('Q5 a delete that still fails is logged with the message id and counted', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  let SenderFault = true
  gateway.intercept = ({ action, input }) => {
    if (action !== 'DeleteMessageBatch') return undefined
    const Failed = input.Entries?.map(({ Id }) => ({
      Id,
      SenderFault,
      Code: 'ReceiptHandleIsInvalid',
      Message: 'it has expired'
    }))
    return { body: { Successful: [], Failed } }
  }
  const { fastify, lines } = await server.start(t, { endpoint: gateway.endpoint })
  await fastify.sqs.poll({ queueName: name, intervalSeconds: 0.02, callback: () => {} })
  let undeleted = 0
  for (const { fault, calls } of [
    { fault: true, calls: 1 },
    { fault: false, calls: 6 }
  ]) {
    SenderFault = fault
    undeleted += 1
    const { MessageId } = await fastify.sendSqsMessage(name, 'a')
    await until(() => fastify.sqs.polls[0]?.undeleted === undeleted)
    t.equal(gateway.count('DeleteMessageBatch'), calls, 'tried again if it is the fault of AWS')
    const line = lines.filter(({ level }) => level === 50).at(-1)
    t.equal(line?.messageId, MessageId)
    t.match(
      line?.msg,
      /was handled but not deleted, so it will be delivered again: ReceiptHandleIsInvalid: it has expired$/
    )
  }
})

t.test('Q5 Q6 deletes survive an outage that is shorter than their retries', async (t) => {
  const { name, url } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  let failures = 4
  gateway.intercept = ({ action }) =>
    action === 'DeleteMessageBatch' && failures-- > 0 ? fault(500, 'InternalFailure') : undefined
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
  await fastify.sendSqsMessage(name, 'a')
  await fastify.sqs.poll({ queueName: name, callback: () => {} })
  await until(() => fastify.sqs.polls[0]?.deleted === 1)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
})

t.test('Q5 without the right to read attributes the visibility is assumed to be 30 seconds', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    action === 'GetQueueAttributes' ? fault(403, 'AccessDeniedException') : undefined
  const { fastify, lines } = await server.start(t, { endpoint: gateway.endpoint })
  await fastify.sendSqsMessage(name, 'a')
  await fastify.sqs.poll({ queueName: name, maxNumberOfMessages: 10, callback: () => {} })
  await until(() => fastify.sqs.polls[0]?.deleted === 1)
  t.ok(lines.some(({ level, msg }) => level === 40 && msg.includes('allow sqs:GetQueueAttributes')))
})

t.test('Q6 FIFO: a receive whose response was lost is repeated with its token', async (t) => {
  const { name } = await server.createQueue({ FifoQueue: 'true' })
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    action === 'ReceiveMessage' && gateway.count('ReceiveMessage') < 3
      ? fault(500, 'InternalFailure')
      : undefined
  await server.start(t, {
    ...quick,
    endpoint: gateway.endpoint,
    polls: { queueName: name, intervalSeconds: 0.01, callback: () => {} }
  })
  await until(() => gateway.count('ReceiveMessage') >= 4)
  const receives = gateway.calls.filter(({ action }) => action === 'ReceiveMessage')
  const [first, second, third, fourth] = receives.map(({ input }) => input.ReceiveRequestAttemptId)
  t.type(first, 'string')
  t.equal(second, first)
  t.equal(third, first)
  t.not(fourth, first, 'a receive that got a response is followed by a new token')
})

t.test('Q10 a call without a response times out, a stalled response too', async (t) => {
  const { name } = await server.createQueue()
  const proxy = await startProxy({ port: server.port })
  t.after(() => proxy.close())
  const { fastify } = await server.start(t, { ...impatient, endpoint: `http://127.0.0.1:${proxy.port}` })
  proxy.stall()
  await t.rejects(fastify.sendSqsMessage(name, 'x'), {
    code: 'GNAR_ERR_SQS_UNAVAILABLE',
    message: 'timeout'
  })

  const stalling = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
    response.write('{')
  })
  await new Promise<void>((resolve) => stalling.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    stalling.close()
    stalling.closeAllConnections()
  })
  const { port } = stalling.address() as AddressInfo
  const { fastify: other } = await server.start(t, { ...impatient, endpoint: `http://127.0.0.1:${port}` })
  await t.rejects(other.sendSqsMessage(name, 'x'), { code: 'GNAR_ERR_SQS_UNAVAILABLE' })
})

t.test('Q10 a call in flight is aborted when the app closes', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    action === 'SendMessage' ? new Promise<undefined>(() => {}) : undefined
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint, requestTimeoutMs: 86_400_000 })
  const sending = fastify.sendSqsMessage(name, 'x')
  sending.catch(() => {})
  await until(() => gateway.count('SendMessage') === 1)
  await fastify.close()
  await t.rejects(sending, { code: 'GNAR_ERR_SQS_UNAVAILABLE', cause: { name: 'AbortError' } })
  await t.rejects(fastify.sendSqsMessage(name, 'x'), { code: 'GNAR_ERR_SQS_UNAVAILABLE' })
})

t.test('Q10 a long poll may take longer than requestTimeoutMs', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const { fastify, lines } = await server.start(t, {
    endpoint: gateway.endpoint,
    requestTimeoutMs: 1900,
    polls: { queueName: name, waitTimeSeconds: 2, intervalSeconds: 0, callback: () => {} }
  })
  await until(() => gateway.count('ReceiveMessage') >= 2)
  t.equal(fastify.sqs.polls[0]?.lastError, undefined)
  t.notOk(lines.some(({ level }) => level > 40))
})

t.end()
