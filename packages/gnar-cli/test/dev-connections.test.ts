import { execFileSync } from 'node:child_process'
import { Agent, get as httpGet, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { startSession } from './dev-session.ts'
import { answering } from './project.ts'

/** Processes that run the main module of a project. */
export function appProcesses(folder: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  return lines
    .filter((line) => line.includes(`${folder}/app/main.ts`))
    .map((line) => Number.parseInt(line, 10))
}

/** Waits until a condition is true, however busy the machine is. */
export async function eventually(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 60_000
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('it never became true')
    await setTimeout(50)
  }
}

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
    save('app/user/apis.ts', answering(text))
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
  const open = (request: string) =>
    new Promise<Promise<void>>((resolve, reject) => {
      const socket = connect(Number(port), hostname).on('error', reject)
      const closed = new Promise<void>((ended) => socket.once('close', ended))
      socket.write(request)
      socket.once('data', () => {
        socket.off('error', reject).on('error', () => {})
        // In an object, since a promise of a promise is the inner one.
        resolve(Object.assign([], { closed }) as never)
      })
    }) as unknown as Promise<{ closed: Promise<void> }>
  const host = `Host: ${hostname}:${port}\r\n`
  for (const text of ['one', 'two', 'three']) {
    const stream = await open(`GET /events HTTP/1.1\r\n${host}Accept: text/event-stream\r\n\r\n`)
    const socket = await open(
      `GET /socket HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    )
    save('app/user/apis.ts', answering(text))
    await until('reloaded')
    await Promise.all([stream.closed, socket.closed])
  }
  // The one that serves, and the one that is prepared for the next save.
  await eventually(() => appProcesses(folder).length === 2)
})
