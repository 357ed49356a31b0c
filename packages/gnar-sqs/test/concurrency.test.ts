import type { Message } from '@aws-sdk/client-sqs'
import t from 'tap'
import type { MessageContext } from '../src/index.ts'
import { batch, fault, startGateway } from './gateway.ts'
import { Collector, startServer, until } from './start.ts'

const server = await startServer(t)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

t.test('Q5 concurrency is the maximum number of messages handled at once', async (t) => {
  const { name, url } = await server.createQueue()
  const { fastify } = await server.start(t)
  await fastify.sendSqsMessages(
    name,
    Array.from({ length: 40 }, (_, index) => String(index))
  )
  const handled = new Collector<string>()
  let running = 0
  let most = 0
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 10,
    concurrency: 4,
    callback: async ({ Body = '' }) => {
      running += 1
      most = Math.max(most, running)
      await pause(5)
      running -= 1
      handled.add(Body)
    }
  })
  await handled.reached(40)
  t.equal(most, 4)
  t.equal(new Set(handled.items).size, 40)
  await until(() => fastify.sqs.polls[0]?.deleted === 40)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
})

t.test(
  'Q5 deletes are batched across receives, wait no longer than deleteWaitMs, and can be single',
  async (t) => {
    const { name } = await server.createQueue()
    const gateway = await startGateway(t, server.endpoint)
    const { fastify } = await server.start(t, { endpoint: gateway.endpoint })
    const bodies = Array.from({ length: 25 }, (_, index) => String(index))
    const sizes = () =>
      gateway.calls
        .filter(({ action }) => action === 'DeleteMessageBatch')
        .map(({ input }) => input.Entries?.length)

    await fastify.sendSqsMessages(name, bodies)
    await fastify.sqs.poll({
      queueName: name,
      concurrency: 2,
      maxNumberOfMessages: 4,
      callback: () => {},
      intervalSeconds: 0.02,
      deleteWaitMs: 1000
    })
    await until(() => fastify.sqs.polls[0]?.deleted === 25)
    t.strictSame(sizes(), [10, 10, 5])

    const single = await server.createQueue()
    gateway.calls.length = 0
    await fastify.sendSqsMessages(single.name, bodies.slice(0, 3))
    await fastify.sqs.poll({
      queueName: single.name,
      maxNumberOfMessages: 3,
      deleteBatching: false,
      callback: () => {}
    })
    await until(() => fastify.sqs.polls[1]?.deleted === 3)
    t.strictSame(sizes(), [1, 1, 1])
  }
)

t.test('Q5 in-flight messages stay hidden beyond their visibility, waiting ones included', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '2' })
  const { fastify } = await server.start(t)
  await fastify.sendSqsMessages(name, ['a', 'b', 'c'])
  const receives = new Collector<string>()
  const { fastify: other } = await server.start(t)
  const poached = new Collector<string>()
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 3,
    callback: async ({ Body = '' }) => {
      await pause(1500)
      receives.add(Body)
    }
  })
  await until(() => fastify.sqs.polls[0]?.inFlight === 3)
  await other.sqs.poll({
    queueName: name,
    intervalSeconds: 0.1,
    callback: ({ Body = '' }) => poached.add(Body)
  })
  t.strictSame(await receives.reached(3), ['a', 'b', 'c'])
  await until(() => fastify.sqs.polls[0]?.deleted === 3)
  t.strictSame(poached.items, [])
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
})

t.test(
  'Q5 without extendVisibility a waiting message whose visibility expired is dropped, not handled',
  async (t) => {
    const { name } = await server.createQueue()
    const { fastify, lines } = await server.start(t)
    await fastify.sendSqsMessages(name, ['slow', 'late'])
    const handled = new Collector<string>()
    await fastify.sqs.poll({
      queueName: name,
      maxNumberOfMessages: 2,
      visibilityTimeout: 1,
      extendVisibility: false,
      intervalSeconds: 0.1,
      callback: async ({ Body = '' }, { receiveCount }) => {
        handled.add(`${Body} ${receiveCount}`)
        if (Body === 'slow' && receiveCount === 1) await pause(1100)
      }
    })
    await until(() => handled.items.includes('late 2'))
    t.notOk(handled.items.includes('late 1'))
    t.ok(lines.some(({ level, msg }) => level === 40 && msg.includes('expired while it waited')))
  }
)

t.test('Q5 a heartbeat that fails is logged, and a late one never overwrites the retry delay', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '2' })
  const gateway = await startGateway(t, server.endpoint)
  const { fastify, lines } = await server.start(t, { endpoint: gateway.endpoint })
  await fastify.sendSqsMessage(name, 'x')
  const order: unknown[] = []
  let heartbeats = 0
  gateway.intercept = async ({ action, input }) => {
    if (action !== 'ChangeMessageVisibilityBatch') return undefined
    order.push(input.Entries?.[0]?.VisibilityTimeout)
    heartbeats += 1
    if (heartbeats === 1) {
      const Failed = [{ Id: '0', SenderFault: false, Code: 'InternalError', Message: 'try again' }]
      return { body: { Successful: [], Failed } }
    }
    if (heartbeats === 2) return fault(400, 'InvalidParameterValue')
    if (heartbeats === 3) {
      await pause(100)
      order.push('answered')
    }
    return undefined
  }
  await fastify.sqs.poll({
    queueName: name,
    extendVisibility: true,
    retryDelaySeconds: 60,
    callback: async () => {
      await until(() => heartbeats === 3)
      throw new Error('fails while a heartbeat is in flight')
    }
  })
  await until(() => fastify.sqs.polls[0]?.failed === 1 && fastify.sqs.polls[0].inFlight === 0)
  t.strictSame(order, [2, 2, 2, 'answered', 60])
  const warnings = lines.filter(({ msg }) => /failed to keep message/.test(msg)).map(({ msg }) => msg)
  t.match(warnings, [
    /failed to keep message .*hidden.*try again/,
    /^SQS queue .*failed to keep message .*hidden.*AWS says Inv/
  ])
  await pause(2100)
  await server.sqs.receiveMessage({ QueueUrl: url })
  t.strictSame(
    await server.countMessages(url),
    { visible: 0, hidden: 1 },
    'hidden for a minute, not for two seconds'
  )
})

t.test('Q5 the context has signal, log and fastify', async (t) => {
  const { name } = await server.createQueue()
  const { fastify, lines } = await server.start(t)
  const seen = new Collector<{ message: Message; context: MessageContext }>()
  await fastify.sqs.poll({
    queueName: name,
    intervalSeconds: 0.05,
    callback: (message, context) => {
      context.log.info('in the callback')
      seen.add({ message, context })
    }
  })
  await fastify.sendSqsMessage(name, 'x')
  const [first] = await seen.reached(1)
  t.equal(first?.context.fastify, fastify)
  t.equal(first?.context.signal.aborted, false)
  t.equal(first?.context.receiveCount, 1)
  t.equal(first?.context.body, undefined)
  t.equal(first?.context.trace, undefined)
  t.match(
    lines.find(({ msg }) => msg === 'in the callback'),
    { queue: name, messageId: first?.message.MessageId }
  )
})

t.test(
  'Q5 Q11 handlerTimeoutMs aborts a callback: signal aborted, logged, message left, the poll continues',
  async (t) => {
    const { name, url } = await server.createQueue({ VisibilityTimeout: '60' })
    const { fastify, lines } = await server.start(t)
    await fastify.sendSqsMessages(name, ['hangs', 'fine'])
    const handled = new Collector<string>()
    const aborted = new Collector<unknown>()
    await fastify.sqs.poll({
      queueName: name,
      handlerTimeoutMs: 50,
      callback: ({ Body = '' }, { signal }) => {
        if (Body !== 'hangs') return handled.add(Body)
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.add(signal.reason)
            setTimeout(() => reject(new Error('too late to matter')), 50)
          })
        })
      }
    })
    await handled.reached(1)
    t.match(await aborted.reached(1), [{ code: 'GNAR_ERR_SQS_HANDLER_TIMEOUT' }])
    t.match(
      lines.find(({ level }) => level === 50),
      { err: { code: 'GNAR_ERR_SQS_HANDLER_TIMEOUT' }, receiveCount: 1 }
    )
    await until(() => fastify.sqs.polls[0]?.deleted === 1)
    t.match(fastify.sqs.polls[0], { handled: 1, failed: 1 })
    t.strictSame(await server.countMessages(url), { visible: 0, hidden: 1 })
  }
)

t.test('Q5 FIFO: groups are handled concurrently, never two messages of one group, in order', async (t) => {
  const { name, url } = await server.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' })
  const { fastify } = await server.start(t)
  const messages = Array.from({ length: 30 }, (_, index) => ({
    body: `${index % 3}-${Math.floor(index / 3)}`,
    messageGroupId: String(index % 3)
  }))
  const { failed, successful } = await fastify.sendSqsMessages(name, messages)
  t.strictSame(failed, [])
  t.match(successful[0]?.SequenceNumber, /^\d+$/)
  const handled = new Collector<string>()
  const running: string[] = []
  let most = 0
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 10,
    concurrency: 3,
    callback: async ({ Body = '', Attributes }) => {
      const group = String(Attributes?.MessageGroupId)
      t.notOk(running.includes(group), 'never two of one group')
      running.push(group)
      most = Math.max(most, running.length)
      await pause(5)
      running.splice(running.indexOf(group), 1)
      handled.add(Body)
    }
  })
  await handled.reached(30)
  for (const group of ['0', '1', '2']) {
    t.strictSame(
      handled.items.filter((body) => body.startsWith(group)),
      messages.filter(({ messageGroupId }) => messageGroupId === group).map(({ body }) => body)
    )
  }
  t.ok(most > 1)
  await until(() => fastify.sqs.polls[0]?.deleted === 30)
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
})

t.test('Q4 FIFO: order holds through throws, false and timeouts', async (t) => {
  const { name } = await server.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' })
  const { fastify } = await server.start(t)
  const groups = ['throws', 'false', 'hangs', 'fine']
  const bodies = groups.flatMap((group) =>
    [0, 1, 2].map((number) => ({ body: `${group} ${number}`, messageGroupId: group }))
  )
  await fastify.sendSqsMessages(name, bodies)
  const handled = new Collector<string>()
  await fastify.sqs.poll({
    queueName: name,
    maxNumberOfMessages: 10,
    concurrency: 4,
    intervalSeconds: 0.02,
    retryDelaySeconds: 0,
    handlerTimeoutMs: 100,
    callback: ({ Body = '' }, { receiveCount }) => {
      if (receiveCount < 3 && Body === 'throws 0') throw new Error('no')
      if (receiveCount < 3 && Body === 'false 1') return false
      if (receiveCount < 2 && Body === 'hangs 1') return new Promise(() => {})
      handled.add(Body)
    }
  })
  await handled.reached(12)
  for (const group of groups) {
    t.strictSame(
      handled.items.filter((body) => body.startsWith(group)),
      [0, 1, 2].map((number) => `${group} ${number}`)
    )
  }
})

t.test('Q4 FIFO: a failure leaves the rest of its group in the batch, visible again with it', async (t) => {
  const { name } = await server.createQueue({ FifoQueue: 'true' })
  const gateway = await startGateway(t, server.endpoint)
  let received = false
  gateway.intercept = ({ action }) => {
    if (action === 'ChangeMessageVisibilityBatch' || action === 'DeleteMessageBatch') return { body: {} }
    if (action !== 'ReceiveMessage' || received) return undefined
    received = true
    return batch([
      { body: 'a1', group: 'a' },
      { body: 'b1', group: 'b' },
      { body: 'a2', group: 'a' },
      { body: 'b2', group: 'b' },
      { body: 'a3', group: 'a' }
    ])
  }
  const handled: string[] = []
  const { fastify } = await server.start(t, {
    endpoint: gateway.endpoint,
    polls: {
      queueName: name,
      maxNumberOfMessages: 10,
      retryDelaySeconds: 7,
      callback: ({ Body = '' }) => {
        handled.push(Body)
        return Body !== 'a1'
      }
    }
  })
  await until(() => fastify.sqs.polls[0]?.deleted === 2 && fastify.sqs.polls[0].inFlight === 0)
  t.strictSame(handled, ['a1', 'b1', 'b2'])
  const change = gateway.calls.find(({ action }) => action === 'ChangeMessageVisibilityBatch')
  t.strictSame(
    change?.input.Entries?.map((entry) => ({ ...entry })),
    ['a1', 'a2', 'a3'].map((body, index) => ({
      Id: String(index),
      ReceiptHandle: `handle-${body}`,
      VisibilityTimeout: 7
    }))
  )
  t.match(fastify.sqs.polls[0], { received: 5, handled: 3, dropped: 2 })
})

t.test(
  'Q4 FIFO: a message waits until the one before it is deleted, and is left when that fails',
  async (t) => {
    const { name } = await server.createQueue({ FifoQueue: 'true' })
    const gateway = await startGateway(t, server.endpoint)
    const order: string[] = []
    let received = false
    gateway.intercept = async ({ action, input }) => {
      if (action === 'DeleteMessageBatch') {
        const [{ Id, ReceiptHandle } = { Id: '' }] = input.Entries ?? []
        await pause(30)
        order.push(`deleted ${ReceiptHandle?.replace('handle-', '')}`)
        const Failed = [{ Id, SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]
        return { body: ReceiptHandle === 'handle-b1' ? { Failed } : {} }
      }
      if (action !== 'ReceiveMessage' || received) return undefined
      received = true
      const names = ['a1', 'a2', 'b1', 'b2']
      return batch(names.map((body) => ({ body, group: body.slice(0, 1) })))
    }
    const { fastify } = await server.start(t, {
      endpoint: gateway.endpoint,
      polls: {
        queueName: name,
        maxNumberOfMessages: 10,
        concurrency: 4,
        callback: ({ Body }) => {
          order.push(`handled ${Body}`)
        }
      }
    })
    await until(() => fastify.sqs.polls[0]?.deleted === 2 && fastify.sqs.polls[0].inFlight === 0)
    t.strictSame(
      order.filter((line) => line.includes(' a')),
      ['handled a1', 'deleted a1', 'handled a2', 'deleted a2']
    )
    t.strictSame(
      order.filter((line) => line.includes(' b')),
      ['handled b1', 'deleted b1'],
      'b1 comes again, so b2 must come after it'
    )
    t.match(fastify.sqs.polls[0], { received: 4, handled: 3, undeleted: 1, dropped: 1 })
  }
)

t.test('Q5 messages of one group are handled concurrently in a standard queue', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    action === 'ReceiveMessage' && gateway.count(action) === 1
      ? batch(['a', 'b'].map((body) => ({ body, group: 'tenant' })))
      : undefined
  let running = 0
  const { fastify } = await server.start(t, {
    endpoint: gateway.endpoint,
    polls: {
      queueName: name,
      attributeNames: ['All'],
      maxNumberOfMessages: 10,
      concurrency: 2,
      callback: async () => {
        running += 1
        await until(() => running === 2)
      }
    }
  })
  await until(() => fastify.sqs.polls[0]?.handled === 2)
  t.equal(running, 2)
})

t.end()
