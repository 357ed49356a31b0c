import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { fault, startGateway } from './gateway.ts'
import { startServer, until } from './start.ts'
import { readHandled, sent, startConsumer, stopConsumer } from './start-consumer.ts'

/** A quick run by default; `GNAR_SQS_CHAOS_MESSAGES=10000` for the whole one. */
const total = Number(process.env.GNAR_SQS_CHAOS_MESSAGES ?? 300)
/** How many portions the messages are sent in, and for how long each round of failures lasts. */
const portions = Math.max(9, Math.round(total / 100))
const visibilityTimeout = 2

const server = await startServer(t)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const chance = (probability: number) => Math.random() < probability

t.test(
  `Q6 Q7 ${total} messages through kills and failures: all handled, none left`,
  { timeout: 600_000 },
  async (t) => {
    const { name, url } = await server.createQueue()
    const gateway = await startGateway(t, server.endpoint)
    const proxy = await startProxy({ port: Number(new URL(gateway.endpoint).port) })
    t.after(() => proxy.close())
    const file = join(t.testdir(), 'handled')
    writeFileSync(file, '')

    const env = { ...server.env, GNAR_SQS_ENDPOINT: `http://127.0.0.1:${proxy.port}` }
    const poll = {
      queueName: name,
      maxNumberOfMessages: 10,
      concurrency: 5,
      intervalSeconds: 0.05,
      waitTimeSeconds: 1,
      visibilityTimeout
    }
    const start = () => startConsumer(t, env, { poll, handleMs: 2, file })
    const steady = start()
    let doomed = start()
    await Promise.all([sent(steady, 'ready'), sent(doomed, 'ready')])

    const { fastify } = await server.start(t)
    const bodies = Array.from({ length: total }, (_, index) => String(index))
    const size = Math.ceil(total / portions)
    const send = async (portion: number) => {
      const { failed } = await fastify.sendSqsMessages(
        name,
        bodies.slice(portion * size, (portion + 1) * size)
      )
      t.strictSame(failed, [])
    }
    await send(0)
    await until(() => readHandled(file).length >= size)
    await pause(visibilityTimeout * 1000 + 500)
    t.equal(readHandled(file).length, size, 'without failures there are no duplicates')

    /** When something was done that explains a duplicate. */
    const faults: number[] = []
    gateway.intercept = ({ action, input }) => {
      if (!chance(0.05)) return undefined
      faults.push(Date.now())
      if (action === 'DeleteMessageBatch' && chance(0.5)) {
        const [first] = input.Entries ?? []
        const Failed = [{ Id: first?.Id, SenderFault: false, Code: 'InternalError' }]
        return { body: { Successful: input.Entries?.slice(1).map(({ Id }) => ({ Id })), Failed } }
      }
      return chance(0.5) ? fault(500, 'InternalFailure') : fault(400, 'ThrottlingException')
    }
    const failures = [
      proxy.refuse,
      proxy.reset,
      proxy.stall,
      () => proxy.cutAfter(0),
      () => proxy.cutAfter(Math.random() * 5000)
    ]
    let kills = 0
    for (let portion = 1; portion < portions; portion += 1) {
      await send(portion)
      faults.push(Date.now())
      await failures[Math.floor(Math.random() * failures.length)]?.()
      await pause(Math.random() * 200)
      faults.push(Date.now())
      await proxy.pass()
      await pause(Math.random() * 400)
      if (portion % Math.floor(portions / 4) !== 0) continue
      doomed.kill('SIGKILL')
      await once(doomed, 'exit')
      faults.push(Date.now())
      kills += 1
      doomed = start()
      await sent(doomed, 'ready')
    }
    gateway.intercept = () => undefined

    await until(async () => {
      const { visible, hidden } = await server.countMessages(url)
      return visible + hidden === 0
    })
    t.equal(await stopConsumer(steady), 0)
    t.equal(await stopConsumer(doomed), 0)

    const handled = readHandled(file)
    t.equal(new Set(handled.map(({ body }) => body)).size, total, 'every message was handled')
    t.ok(kills >= 3, 'killed several times')
    const last = new Map<string, number>()
    const unexplained = handled.filter(({ body, at }) => {
      const before = last.get(body)
      last.set(body, at)
      return before !== undefined && !faults.some((time) => time > before - 10_000 && time < at)
    })
    t.strictSame(unexplained, [], 'each duplicate has a kill or a failure before it')
    t.comment(`${handled.length - total} duplicates, ${kills} kills, ${faults.length} failures`)
  }
)

t.end()
