import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { internals } from './failing-routes.ts'
import { kinds, mask, start } from './servers.ts'

const limits = { headersTimeoutMs: 300, requestTimeoutMs: 600, connectionsCheckingIntervalMs: 100 }
/** Extra time for a busy machine; far less than the 30 s between two of Node's own checks. */
const slackMs = 8000

async function listen(fastify: FastifyInstance): Promise<number> {
  fastify.post('/', async () => ({ ok: true }))
  fastify.get('/', async () => ({ ok: true }))
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  return Number(new URL(fastify.listeningOrigin).port)
}

/** Sends text, then a byte whenever `drip` milliseconds have passed, until the server closes the connection. */
function talk(port: number, text: string, drip?: { everyMs: number; text: string }) {
  return new Promise<{ received: string; tookMs: number }>((resolve) => {
    const begin = performance.now()
    let received = ''
    let timer: NodeJS.Timeout | undefined
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text)
      timer = drip && setInterval(() => socket.write(drip.text), drip.everyMs)
    })
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      received += part
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ received, tookMs: performance.now() - begin })
    })
  })
}

const dripping = { everyMs: 50, text: 'x' }
const headers = 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '
const body = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"'

for (const kind of Object.keys(kinds)) {
  t.test(`E6 200 slow clients at once are disconnected, ${kind}`, async (t) => {
    const { fastify, log } = await start(t, { ...limits, production: true }, kind)
    const port = await listen(fastify)
    const drips = Array.from({ length: 100 }, () => talk(port, headers, dripping))
    const stalls = Array.from({ length: 100 }, () => talk(port, body))
    for (const { received, tookMs } of await Promise.all(drips)) {
      t.ok(tookMs < limits.headersTimeoutMs + limits.connectionsCheckingIntervalMs + slackMs, `${tookMs}`)
      t.match(
        received,
        /^HTTP\/1\.1 200 OK\r\n.*connection: close.*"error":"The request took too long to arrive/s
      )
    }
    for (const { tookMs } of await Promise.all(stalls)) {
      t.ok(tookMs < limits.requestTimeoutMs + limits.connectionsCheckingIntervalMs + slackMs, `${tookMs}`)
    }
    const next = await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    t.match(next.received, '{"ok":true}', 'other clients are served')
    t.equal(log.objects().filter(({ level }) => level > 40).length, 0, 'no stack is logged for them')
  })
}

t.test('E6 a body that trickles in is cut off as well', async (t) => {
  const { fastify } = await start(t, { ...limits, style: 'problem' })
  const port = await listen(fastify)
  const { received, tookMs } = await talk(port, body, dripping)
  t.ok(tookMs >= limits.requestTimeoutMs - 100)
  t.match(received, /^HTTP\/1\.1 408 Request Timeout\r\n/)
})

const malformed: Record<string, string> = {
  'not HTTP': 'hello\r\n\r\n',
  'an unknown method': 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n',
  'headers too large': `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
  'a URL too large': `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'two lengths': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'a password in the URL': 'GET http://me:hunter2@a/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'a malformed URL': 'GET /%zz?token=hunter2 HTTP/1.1\r\nHost: a\r\n\r\n',
  'a parameter too long': `GET /by/${'x'.repeat(500)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`
}

for (const style of ['gnar', 'http', 'problem'] as const) {
  t.test(`E6 client errors get a response in style ${style} and close the connection`, async (t) => {
    const { fastify, log } = await start(t, { style, production: true })
    fastify.get('/by/:id', async () => ({ ok: true }))
    const port = await listen(fastify)
    const responses: string[] = []
    for (const [title, text] of Object.entries(malformed)) {
      const { received } = await talk(port, text)
      responses.push(
        `${title}\n${mask(received)
          .replaceAll('\r', '')
          .replace(/date: .*\n/i, '')}`
      )
      if (title !== 'no host') t.match(received, /connection: close/i, title)
      for (const internal of internals) t.notMatch(received, internal, `${title} does not expose ${internal}`)
    }
    t.matchSnapshot(responses.join('\n\n'))
    t.notMatch(log.text(), 'hunter2')
    t.equal(log.objects().filter(({ level }) => level > 30).length, 0, 'all are INFO')
  })
}

t.test('E6 A2 one WARNING lists what a plugin cannot change', async (t) => {
  const warnings: string[] = []
  for (const kind of Object.keys(kinds)) {
    const { fastify, log } = await start(t, { production: true }, kind)
    await fastify.ready()
    for (const { level, msg } of log.objects()) if (level === 40) warnings.push(`${kind}: ${msg}`)
  }
  t.matchSnapshot(warnings.join('\n'))
})

t.test('E6 a client that disconnects in the middle of its body is not an error of ours', async (t) => {
  const { fastify, log } = await start(t)
  const failed = new Promise<void>((resolve) => {
    fastify.addHook('onError', async () => resolve())
  })
  const port = await listen(fastify)
  const socket = connect(port, '127.0.0.1', () => socket.write(body, () => socket.destroy()))
  await failed
  await new Promise(setImmediate)
  t.match(log.objects().at(-1), { level: 30, msg: /failed with 400: The client closed the connection/ })
})

t.test('E6 limits that the user gave to Fastify stay unless an option overrides them', async (t) => {
  const { default: Fastify } = await import('fastify')
  const { default: gnarErrors } = await import('../src/index.ts')
  const make = async (options: object) => {
    const fastify = Fastify({
      requestTimeout: 5000,
      keepAliveTimeout: 4000,
      bodyLimit: 50,
      http: { headersTimeout: 2000 }
    })
    t.after(() => fastify.close())
    await fastify.register(gnarErrors, { env: {}, ...options })
    fastify.post('/', async () => ({ ok: true }))
    fastify.post('/own', { bodyLimit: 1000 }, async () => ({ ok: true }))
    return fastify
  }
  const kept = await make({ style: 'http' })
  t.strictSame(
    [kept.server.requestTimeout, kept.server.headersTimeout, kept.server.keepAliveTimeout],
    [5000, 2000, 4000]
  )
  const payload = { a: 'x'.repeat(100) }
  t.equal((await kept.inject({ method: 'POST', url: '/', payload })).statusCode, 413)
  const set = await make({
    requestTimeoutMs: 800,
    headersTimeoutMs: 700,
    keepAliveTimeoutMs: 600,
    bodyLimit: 500,
    style: 'http'
  })
  t.strictSame(
    [set.server.requestTimeout, set.server.headersTimeout, set.server.keepAliveTimeout],
    [800, 700, 600]
  )
  t.equal((await set.inject({ method: 'POST', url: '/', payload })).statusCode, 200)
  t.equal((await set.inject({ method: 'POST', url: '/', payload: { a: 'x'.repeat(600) } })).statusCode, 413)
  t.equal(
    (await set.inject({ method: 'POST', url: '/own', payload: { a: 'x'.repeat(600) } })).statusCode,
    200
  )
})

t.test('E6 the user’s own client error handler stays', async (t) => {
  const { default: Fastify } = await import('fastify')
  const { default: gnarErrors } = await import('../src/index.ts')
  const fastify = Fastify({ clientErrorHandler: (_error, socket) => socket.end('HTTP/1.1 400 Own\r\n\r\n') })
  t.after(() => fastify.close())
  await fastify.register(gnarErrors, { env: {} })
  const port = await listen(fastify)
  t.match((await talk(port, 'hello\r\n\r\n')).received, 'HTTP/1.1 400 Own')
})
