import { once } from 'node:events'
import { Agent, get as httpGet, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import t from 'tap'
import { appProcesses, eventually } from './app-processes.ts'
import { startSession } from './dev-session.ts'
import { returning } from './project.ts'

const events = `import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.get('/', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write('data: hello\\n\\n')
  })
}
`

const upgrades = `import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n')
    socket.on('error', () => {})
  })
  fastify.get('/', async () => ({}))
}
`

t.test('A8 a kept-alive connection is served by the new code after a save', async (t) => {
  const { until, url, save } = await startSession(t)
  await until('is up')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const ports = new Set<number | undefined>()

  async function ask(): Promise<unknown> {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      httpGet(`${url()}/user`, { agent }, resolve).once('error', reject)
    })
    ports.add(reply.socket.localPort)
    return JSON.parse(Buffer.concat(await reply.toArray()).toString())
  }

  t.same(await ask(), { text: 'user' })
  for (const text of ['one', 'two', 'three']) {
    save('app/user/apis.ts', returning(text))
    await until('reloaded')
    t.same(await ask(), { text })
  }
  t.equal(ports.size, 1, 'one connection, which each app hands over to the next')
})

t.test('A8 event streams, WebSockets and idle connections keep no replaced app alive', async (t) => {
  const { until, url, save, folder } = await startSession(t, {
    files: { 'app/events/apis.ts': events, 'app/socket/apis.ts': upgrades }
  })
  await until('is up')
  const { port, hostname } = new URL(url())

  /** Sends a request, and waits for the beginning of its response; `closed` when the app closes the connection. */
  async function open(request: string): Promise<{ closed: Promise<unknown> }> {
    const socket = connect(Number(port), hostname)
    const closed = once(socket, 'close')
    socket.write(request)
    await once(socket, 'data')
    socket.on('error', () => {})
    return { closed }
  }

  const host = `Host: ${hostname}:${port}\r\n`
  for (const text of ['one', 'two', 'three']) {
    const stream = await open(`GET /events HTTP/1.1\r\n${host}\r\n`)
    const socket = await open(
      `GET /socket HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    )
    save('app/user/apis.ts', returning(text))
    await until('reloaded')
    await Promise.all([stream.closed, socket.closed])
  }
  // The one that serves, and the one that is prepared for the next save.
  await eventually(() => appProcesses(folder).length === 2)
})

t.test('A8 a request that never ends keeps a replaced app for a bounded time', async (t) => {
  const endless = returning('x').replace(
    "async () => ({ text: 'x' })",
    "() => { console.log('asked'); return new Promise(() => {}) }"
  )
  const { until, get, save, folder } = await startSession(t, { files: { 'app/endless/apis.ts': endless } })
  await until('is up')
  const cut = t.rejects(get('/endless'))
  await until('asked')
  save('app/user/apis.ts', returning('next'))
  await until('reloaded')
  await cut
  await eventually(() => appProcesses(folder).length === 2)
})
