import t from 'tap'
import { Type } from 'typebox'
import { sqsPoll } from '../src/index.ts'
import { Collector, startServer, until } from './start.ts'

const server = await startServer(t)

const Order = Type.Object(
  { id: Type.Integer(), lines: Type.Array(Type.String()) },
  { additionalProperties: false }
)

t.test('Q1 a schema parses and checks the body, and types context.body', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await server.start(t)
  const ids = new Collector<number>()
  const typed = sqsPoll({
    queueName: name,
    schema: Order,
    intervalSeconds: 0.02,
    callback: (_message, { body }) => {
      const id: number = body.id
      const lines: string[] = body.lines
      // @ts-expect-error: not in the schema
      t.equal(body.price, undefined)
      ids.add(id + lines.length)
    }
  })
  await fastify.sqs.poll([typed])
  await fastify.sendSqsMessage(name, JSON.stringify({ id: 40, lines: ['skis', 'boots'] }))
  t.strictSame(await ids.reached(1), [42])
})

t.test('Q1 a plain JSON Schema types context.body, too', async (t) => {
  const { name } = await server.createQueue()
  const { fastify } = await server.start(t)
  const words = new Collector<string>()
  await fastify.sqs.poll({
    queueName: name,
    schema: { type: 'object', required: ['word'], properties: { word: { type: 'string' } } } as const,
    intervalSeconds: 0.02,
    callback: (_message, { body }) => {
      const { word }: { word: string } = body
      words.add(word)
    }
  })
  await fastify.sendSqsMessage(name, '{"word":"gnar"}')
  t.strictSame(await words.reached(1), ['gnar'])
})

t.test('Q4 an invalid body is logged with every fault and left for the dead-letter queue', async (t) => {
  const { name, url } = await server.createQueue({ VisibilityTimeout: '60' })
  const { fastify, lines } = await server.start(t)
  const callback = () => t.fail('never called')
  await fastify.sendSqsMessages(name, [
    'not JSON',
    '{"id":"one","lines":[1],"secret":"hunter2"}',
    '{}',
    JSON.stringify({ id: 1, lines: Array.from({ length: 50 }, () => 0) })
  ])
  await fastify.sqs.poll({ queueName: name, schema: Order, maxNumberOfMessages: 10, callback })
  await until(() => fastify.sqs.polls[0]?.failed === 4)
  t.matchSnapshot(
    lines
      .filter(({ level }) => level === 50)
      .map(({ err }) => (err as Error).message)
      .join('\n')
  )
  t.notMatch(JSON.stringify(lines), 'hunter2')
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 4 })
})

t.test('Q4 invalidBody: delete deletes an invalid body', async (t) => {
  const { name, url } = await server.createQueue()
  const { fastify, lines } = await server.start(t)
  await fastify.sendSqsMessage(name, 'not JSON')
  await fastify.sqs.poll({ queueName: name, schema: Order, invalidBody: 'delete', callback: () => {} })
  await until(() => fastify.sqs.polls[0]?.deleted === 1)
  t.ok(lines.some(({ msg }) => /failed on receive 1, it is deleted: The body does not match/.test(msg)))
  t.strictSame(await server.countMessages(url), { visible: 0, hidden: 0 })
})

t.end()
