import { execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { promisify } from 'node:util'
import t from 'tap'
import type { MessageContext } from '../src/index.ts'
import { fault, startGateway } from './gateway.ts'
import { Collector, startServer, until } from './start.ts'

const server = await startServer(t)

t.test('Q1 fastify.sqs lists the polls with their states', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint, maxRetryDelayMs: 20 })
  let release = () => {}
  t.strictSame(fastify.sqs.polls, [])
  await fastify.sqs.poll({
    queueName: name,
    intervalSeconds: 0.05,
    callback: () =>
      new Promise<void>((resolve) => {
        release = resolve
      })
  })
  const zero = {
    received: 0,
    handled: 0,
    failed: 0,
    deleted: 0,
    undeleted: 0,
    dropped: 0,
    inFlight: 0,
    oldestInFlightMs: 0
  }
  t.strictSame(fastify.sqs.polls, [{ queueName: name, state: 'running', ...zero, lastError: undefined }])
  await until(() => fastify.sqs.polls[0]?.state === 'waiting')
  await fastify.sendSqsMessage(name, 'x')
  await until(() => fastify.sqs.polls[0]?.inFlight === 1)
  t.match(fastify.sqs.polls[0], { state: 'running', received: 1, handled: 0 })
  gateway.intercept = ({ action }) =>
    action === 'ReceiveMessage' ? fault(500, 'InternalFailure') : undefined
  release()
  await until(() => fastify.sqs.polls[0]?.state === 'backing off' && fastify.sqs.polls[0].deleted === 1)
  t.match(fastify.sqs.polls[0], { handled: 1, lastError: { code: 'GNAR_ERR_SQS_UNAVAILABLE' } })
  fastify.sqs.stopReceiving()
  t.match(fastify.sqs.polls[0], { state: 'stopped' })
})

t.test('T1 gnar-sqs:message surrounds a callback and has the trace of the sender', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await server.start(t)
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  subscribe('tracing:gnar-sqs:message:asyncEnd', onEvent)
  t.after(() => unsubscribe('tracing:gnar-sqs:message:asyncEnd', onEvent))
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  await fastify.sendSqsMessage(name, 'first', { trace: { traceparent } })
  await fastify.sqs.poll({
    queueName: name,
    callback: () => {
      throw new Error('no coffee')
    }
  })
  await until(() => events.length === 1)
  t.match(events, [
    {
      queueName: name,
      messageId: String,
      receiveCount: 1,
      trace: { traceparent },
      durationMs: Number,
      errorCode: 'Error'
    }
  ])
})

t.test('Q1 diagnostics channels publish the same facts', async (t) => {
  const { name } = await server.createQueue()
  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = ({ action }) =>
    (action === 'ReceiveMessage' && gateway.count('ReceiveMessage') === 1) ||
    (action === 'DeleteMessageBatch' && gateway.count('DeleteMessageBatch') === 2)
      ? fault(400, 'InvalidParameterValue')
      : undefined
  const published = new Map<string, Record<string, unknown>>()
  for (const kind of ['receive', 'handle', 'failure', 'delete', 'delete-failure', 'error', 'send']) {
    const onMessage = (facts: unknown) => {
      published.set(kind, facts as Record<string, unknown>)
    }
    subscribe(`gnar-sqs:${kind}`, onMessage)
    t.after(() => unsubscribe(`gnar-sqs:${kind}`, onMessage))
  }
  const { fastify } = await server.start(t, { endpoint: gateway.endpoint, maxRetryDelayMs: 20 })
  await fastify.sendSqsMessage(name, 'first')
  t.strictSame(published.get('send'), { queueName: name, count: 1, failed: 0 })
  await fastify.sendSqsMessages(name, ['bad', 'last'])
  await fastify.sqs.poll({
    queueName: name,
    intervalSeconds: 60,
    callback: ({ Body }) => {
      if (Body === 'bad') throw new Error('bad')
    }
  })
  await until(() => published.has('delete-failure'))
  const messageIds = [String]
  t.match(Object.fromEntries(published), {
    send: { queueName: name, count: 2, failed: 0 },
    error: { queueName: name, error: { code: 'GNAR_ERR_SQS_REFUSED' }, retryInMs: Number },
    handle: { queueName: name, messageId: String, receiveCount: 1, durationMs: Number },
    failure: { queueName: name, messageId: String, receiveCount: 1, error: { message: 'bad' } },
    delete: { queueName: name, messageIds },
    'delete-failure': { queueName: name, messageIds }
  })
  await until(() => published.get('receive')?.count === 0)
  t.strictSame(published.get('receive'), { queueName: name, count: 0 })
})

t.test('Q5 Q8 the W3C trace context is sent in message attributes on request', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await server.start(t)
  const traces = new Collector<MessageContext['trace']>()
  await fastify.sqs.poll({
    queueName: name,
    traceContext: true,
    intervalSeconds: 0.02,
    callback: (_message, { trace }) => traces.add(trace)
  })
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const headers: Record<string, string | string[]> = { host: 'x', traceparent, tracestate: 'a=1' }
  await fastify.sendSqsMessage(name, 'x', { trace: headers })
  await traces.reached(1)
  await fastify.sendSqsMessages(name, [{ body: 'y', trace: { traceparent } }])
  await traces.reached(2)
  await fastify.sendSqsMessage(name, 'z', { trace: { traceparent: 'garbage', tracestate: 'a=1' } })
  t.strictSame(await traces.reached(3), [
    { traceparent, tracestate: 'a=1' },
    { traceparent, tracestate: undefined },
    undefined
  ])
})

t.test(
  'Q9 the SDK is loaded by the first use only, and its Node version warning is not printed',
  async (t) => {
    const { name } = await server.createQueue()
    const script = `
    import { createRequire } from 'node:module'
    import Fastify from 'fastify'
    import gnarSqs from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    const { cache } = createRequire(import.meta.url)
    const loaded = () => Object.keys(cache).some((path) => path.includes('client-sqs'))
    const fastify = Fastify()
    await fastify.register(gnarSqs)
    await fastify.ready()
    const before = loaded()
    await fastify.sendSqsMessage('${name}', 'x')
    const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED' in process.env
    process.stdout.write(JSON.stringify({ before, after: loaded(), variable }))
    await fastify.close()`
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [
        '--import=ts-blank-space/register',
        '--conditions=gnar-source',
        '--input-type=module',
        '--eval',
        script
      ],
      { cwd: import.meta.dirname, env: { PATH: process.env.PATH, ...server.env } }
    )
    t.strictSame(JSON.parse(stdout), { before: false, after: true, variable: false })
    t.notMatch(stderr, 'AWS')
  }
)

t.end()
