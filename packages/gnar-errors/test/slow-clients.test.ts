import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import type { RouteLimits } from '../src/index.ts'
import { kinds, start } from './servers.ts'

const limits = {
  style: 'http',
  headersTimeoutMs: 300,
  requestTimeoutMs: 600,
  connectionsCheckingIntervalMs: 50
} as const

async function listen(fastify: FastifyInstance): Promise<number> {
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  return Number(new URL(fastify.listeningOrigin).port)
}

async function open(
  t: Test,
  port: number,
  text: string
): Promise<{ socket: Socket; closed: Promise<string> }> {
  const socket = connect(port, '127.0.0.1')
  t.after(() => socket.destroy())
  socket.on('error', () => {})
  let received = ''
  socket.setEncoding('utf8')
  const closed = once(socket, 'close').then(() => received)
  await once(socket, 'connect')
  socket.on('data', (part: string) => {
    received += part
  })
  socket.write(text)
  return { socket, closed }
}

const head = (path: string, bytes: number) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`

/** Sends a body of so many bytes, one every 50 ms. */
async function drip(t: Test, port: number, path: string, bytes: number): Promise<string> {
  const { socket, closed } = await open(t, port, head(path, bytes))
  const body = `"${'x'.repeat(bytes - 2)}"`
  for (const byte of body) {
    if (socket.destroyed) break
    socket.write(byte)
    await sleep(50)
  }
  return closed
}

for (const kind of Object.keys(kinds)) {
  t.test(`E9 a route has its own limit for uploads, ${kind}`, async (t) => {
    const { fastify } = await start(t, limits, kind)
    const declare = (url: string, gnarErrors?: RouteLimits) =>
      fastify.post(url, { config: gnarErrors === undefined ? {} : { gnarErrors } }, async (request) => ({
        length: (request.body as string).length
      }))
    declare('/global')
    declare('/unlimited', { requestTimeoutMs: 0 })
    declare('/long', { requestTimeoutMs: 60_000 })
    declare('/short', { requestTimeoutMs: 200 })
    const port = await listen(fastify)
    const [global, unlimited, long, short] = await Promise.all([
      drip(t, port, '/global', 60),
      drip(t, port, '/unlimited', 60),
      drip(t, port, '/long', 60),
      drip(t, port, '/short', 60)
    ])
    t.match(global, /^HTTP\/1\.1 408 /)
    t.match(unlimited, /^HTTP\/1\.1 200 OK[\s\S]*"length":58/)
    t.match(long, /^HTTP\/1\.1 200 OK[\s\S]*"length":58/)
    t.match(short, /^HTTP\/1\.1 408 /)
    for (const path of ['/unlimited', '/long']) {
      const begin = performance.now()
      const { closed } = await open(t, port, `${head(path, 100)}"x`)
      t.match(await closed, /^HTTP\/1\.1 408 /, 'a stalled upload is cut')
      t.ok(performance.now() - begin > limits.requestTimeoutMs - 100)
    }
  })
}

t.test('E9 an app that reads late is not the fault of its client', async (t) => {
  const { fastify } = await start(t, limits)
  const onRequest = () => sleep(1500)
  const config = { gnarErrors: { requestTimeoutMs: 0 } }
  fastify.post('/late', { config, onRequest }, async (request) => ({
    length: (request.body as string).length
  }))
  const port = await listen(fastify)
  const { closed } = await open(t, port, `${head('/late', 500_002)}"${'x'.repeat(500_000)}"`)
  t.match(await closed, /"length":500000/)
})

t.test('E9 an unknown or invalid limit of a route is an error', async (t) => {
  const { fastify } = await start(t)
  const declare = (gnarErrors: object) => fastify.get('/', { config: { gnarErrors } }, async () => 'ok')
  t.throws(() => declare({ requestTimeout: 5 }), { message: /did you mean "requestTimeoutMs"/ })
  t.throws(() => declare({ requestTimeoutMs: -1 }), { message: /requestTimeoutMs/ })
})

t.test(
  'E6 clients that never read their response are cut after writeTimeoutMs, others are not',
  async (t) => {
    const { fastify, log } = await start(t, { ...limits, writeTimeoutMs: 1000 })
    fastify.get('/big', async () => Buffer.alloc(8e6, 'x'))
    fastify.get('/slow', async () => {
      await sleep(2500)
      return 'at last'
    })
    const port = await listen(fastify)
    const slow = fetch(`http://127.0.0.1:${port}/slow`)
    const stalled = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const client = connect(port, '127.0.0.1', () =>
          client.write('GET /big?token=secret HTTP/1.1\r\nHost: a\r\n\r\n')
        )
        t.after(() => client.destroy())
        client.on('error', () => {})
        await once(client, 'connect')
        return client.pause()
      })
    )
    t.equal(stalled.length, 100)
    const slowReader = await fetch(`http://127.0.0.1:${port}/big`)
    let received = 0
    for await (const chunk of slowReader.body ?? []) {
      received += (chunk as Uint8Array).length
      await sleep(20)
    }
    t.equal(received, 8e6)
    t.equal(await (await slow).text(), 'at last', 'a slow handler is not a slow client')
    const cut = () => log.objects().filter(({ msg }) => msg.includes('was cut'))
    while (cut().length < 100) await sleep(50)
    await sleep(500)
    const lines = cut()
    t.equal(lines.length, 100)
    t.match(lines[0], {
      level: 30,
      msg: 'GET /big?token=[Redacted] was cut: its client read nothing for 1000 ms'
    })
  }
)
