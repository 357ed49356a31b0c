import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { accountForDuplicates, type Reason } from './duplicates.ts'
import { fault, startGateway } from './gateway.ts'
import { startServer, until } from './start.ts'
import { killConsumer, readHandled, sent, startConsumer, stopConsumer } from './start-consumer.ts'

const total = 10_000
/** Number of rounds in which messages are sent: the first is undisturbed, in each other one a consumer is killed. */
const rounds = 5
const visibilityTimeout = 2

const server = await startServer(t)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const chance = (probability: number) => Math.random() < probability

t.test(
  `Q6 Q7 ${total} messages through kills and failures: all handled, none left, each duplicate accounted for`,
  { timeout: 300_000 },
  async (t) => {
    const { name, url } = await server.createQueue()
    const proxy = await startProxy({ port: server.port })
    t.after(() => proxy.close())
    // The gateway is in front of the proxy, so it sees the requests and responses of the consumers.
    const gateway = await startGateway(t, `http://127.0.0.1:${proxy.port}`)
    const file = join(t.testdir(), 'handled')
    writeFileSync(file, '')

    let begun = 0
    function start() {
      const poll = {
        queueName: name,
        maxNumberOfMessages: 10,
        concurrency: 10,
        intervalSeconds: 0.05,
        waitTimeSeconds: 1,
        visibilityTimeout
      }
      const env = { ...server.env, GNAR_SQS_ENDPOINT: gateway.endpoint }
      const child = startConsumer(t, env, { poll, handleMs: 2, file })
      child.on('message', (message) => {
        if (message === 'begun') begun += 1
      })
      return child
    }
    const steady = start()
    let doomed = start()
    await Promise.all([sent(steady, 'ready'), sent(doomed, 'ready')])

    const { fastify } = await server.start(t)
    const size = total / rounds
    async function send(round: number) {
      const bodies = Array.from({ length: size }, (_, index) => String(round * size + index))
      t.strictSame((await fastify.sendSqsMessages(name, bodies)).failed, [])
    }
    const killed = new Set<number | undefined>()
    const account = () =>
      accountForDuplicates(gateway.calls, readHandled(file), { killed, visibilityTimeout })
    const duplicatesBut = (...reasons: Reason[]) =>
      account().filter(({ reason }) => !reasons.includes(reason))
    const isEmpty = async () => {
      const { visible, hidden } = await server.countMessages(url)
      return visible + hidden === 0
    }

    await send(0)
    await until(isEmpty)
    t.strictSame(
      duplicatesBut('visibility'),
      [],
      'without failures only a machine that stalls makes duplicates'
    )

    gateway.intercept = async ({ action, input }, forward) => {
      if (!chance(0.05)) return undefined
      const { Entries: [first, ...rest] = [] } = input
      if (action === 'DeleteMessageBatch' && rest.length > 0 && chance(0.5)) {
        const { body } = await forward({ ...input, Entries: rest })
        const Failed = [{ Id: first?.Id, SenderFault: false, Code: 'InternalError' }]
        return { body: { ...(body as object), Failed } }
      }
      return chance(0.5) ? fault(500, 'InternalFailure') : fault(400, 'ThrottlingException')
    }
    let failures = 0
    let failing = true
    async function fail() {
      const kinds = [
        proxy.refuse,
        proxy.reset,
        proxy.stall,
        () => proxy.cutAfter(0),
        () => proxy.cutAfter(Math.random() * 5000)
      ]
      for (; failing; failures += 1) {
        await kinds[failures % kinds.length]?.()
        await pause(Math.random() * 200)
        await proxy.pass()
        await pause(Math.random() * 400)
      }
    }
    const failed = fail()

    for (let round = 1; round < rounds; round += 1) {
      begun = 0
      await send(round)
      await until(() => begun >= size / 2)
      killed.add(doomed.pid)
      await killConsumer(doomed)
      doomed = start()
      await sent(doomed, 'ready')
    }
    await until(isEmpty)
    failing = false
    await failed
    t.equal(await stopConsumer(steady), 0)
    t.equal(await stopConsumer(doomed), 0)

    const handled = readHandled(file)
    t.equal(new Set(handled.map(({ body }) => body)).size, total, 'every message was handled')
    t.equal(killed.size, rounds - 1)
    t.strictSame(duplicatesBut('kill', 'lost delete', 'visibility'), [])
    const reasons = account().map(({ reason }) => reason)
    t.equal(reasons.length, handled.length - total, 'each duplicate is in the account')
    const count = (wanted: Reason) => reasons.filter((reason) => reason === wanted).length
    t.comment(
      `${killed.size} kills, ${failures} failures; duplicates: ${count('kill')} by a kill, ${count('lost delete')} by a lost delete, ${count('visibility')} by visibility`
    )
  }
)

t.end()
