import t from 'tap'
import { pollSettings } from '../src/index.ts'
import { Collector, startServer, until } from './start.ts'

const server = await startServer(t)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

t.test('Q11 by default callbacks time out after 30 minutes and are slow after 5', async (t) => {
  const { handlerTimeoutMs, slowHandlerWarningMs, extendVisibility } = pollSettings.table
  t.equal(handlerTimeoutMs.default, 30 * 60_000)
  t.equal(slowHandlerWarningMs.default, 5 * 60_000)
  t.equal(extendVisibility.default, true)
})

t.test('Q11 by default a callback that takes longer than the visibility runs once', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '1' })
  const handled = new Collector<string>()
  const polls = {
    queueName: name,
    intervalSeconds: 0.1,
    callback: async ({ Body = '' }) => {
      handled.add(Body)
      await pause(2500)
    }
  }
  const apps = [await server.start(t, { polls }), await server.start(t, { polls })]
  await server.sqs.sendMessage({ QueueUrl: url, MessageBody: 'x' })
  await until(() => apps.some(({ fastify }) => fastify.sqs.polls[0]?.deleted === 1))
  t.strictSame(handled.items, ['x'])
})

t.test('Q11 a callback that runs longer than slowHandlerWarningMs is one WARNING', async (t) => {
  const { name } = await server.createQueue()
  const { fastify, lines } = await server.start(t)
  await fastify.sendSqsMessages(name, ['slow', 'quick'])
  const warnings = () => lines.filter(({ level }) => level === 40)
  await fastify.sqs.poll({
    queueName: name,
    slowHandlerWarningMs: 50,
    callback: async ({ Body }) => {
      if (Body === 'slow') await until(() => warnings().length > 0).then(() => pause(150))
    }
  })
  await until(() => fastify.sqs.polls[0]?.deleted === 2)
  t.match(warnings(), [{ queue: name, messageId: String, receiveCount: 1 }])
  t.match(
    warnings()[0]?.msg,
    /the callback for message \S+ is still running after 0.05 s; it is aborted after 1800 s \(handlerTimeoutMs\)$/
  )
})

t.end()
