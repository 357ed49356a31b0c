import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fault, startGateway } from './gateway.ts'
import { startServer, until } from './start.ts'
import { killConsumer, readHandled, startConsumer, stopConsumer } from './start-consumer.ts'

const server = await startServer(t)

t.test('Q4 Q6 Q7 FIFO: order within groups survives failures, lost responses and restarts', async (t) => {
  const { name, url } = await server.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' })
  const file = join(t.testdir(), 'handled')
  writeFileSync(file, '')
  const { fastify } = await server.start(t)
  const groups = ['a', 'b', 'c', 'd']
  const messages = Array.from({ length: 60 }, (_, index) => {
    const group = groups[index % groups.length] as string
    return { body: `${group}-${Math.floor(index / groups.length)}`, messageGroupId: group }
  })
  t.strictSame((await fastify.sendSqsMessages(name, messages)).failed, [])

  const gateway = await startGateway(t, server.endpoint)
  gateway.intercept = async ({ input }, forward) => {
    if (Math.random() < 0.9) return undefined
    if (Math.random() < 0.5) return fault(500, 'InternalFailure')
    await forward(input)
    throw new Error('the response is lost')
  }
  const env = { ...server.env, GNAR_SQS_ENDPOINT: gateway.endpoint }
  const poll = {
    queueName: name,
    maxNumberOfMessages: 10,
    concurrency: 4,
    intervalSeconds: 0.05,
    visibilityTimeout: 1,
    retryDelaySeconds: 0
  }
  const start = () => startConsumer(t, env, { poll, handleMs: 5, file, failEvery: 7 })
  for (const count of [10, 30]) {
    const child = start()
    await until(() => readHandled(file).length >= count)
    await killConsumer(child)
  }
  const child = start()
  await until(async () => {
    const { visible, hidden } = await server.countMessages(url)
    return visible + hidden === 0
  })
  t.equal(await stopConsumer(child), 0)

  for (const group of groups) {
    const numbers = readHandled(file)
      .filter(({ body }) => body.startsWith(group))
      .map(({ body }) => Number(body.slice(2)))
    const steps = new Set(numbers.map((number, index) => number - (numbers[index - 1] ?? -1)))
    t.ok(
      [...steps].every((step) => step === 0 || step === 1),
      `group ${group} in order, a repeat at most in place`
    )
    t.equal(numbers.at(-1), 14)
  }
})

t.end()
