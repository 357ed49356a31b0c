import { once } from 'node:events'
import { get } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type ChildApp, startChild } from './child-app.ts'

const routes = `
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
export default async (fastify) => {
  fastify.get('/big', async (request) => {
    fastify.log.info('big is sent')
    return Buffer.alloc(Number(request.query.bytes), 'x')
  })
  fastify.get('/hello', async () => 'hello')
  fastify.get('/slow', async () => {
    fastify.log.info('slow waits')
    await sleep(800)
    return 'at last'
  })
  fastify.get('/never', async () => {
    fastify.log.info('never waits')
    await sleep(60_000)
    return 'never'
  })
  fastify.post('/upload', async (request) => ({ received: request.body.text.length }))
  fastify.get('/events', (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write('data: first\\n\\n')
    const timer = setInterval(() => reply.raw.write('data: next\\n\\n'), 20)
    request.raw.once('close', () => clearInterval(timer))
  })
  fastify.server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept.digest('base64') + '\\r\\n\\r\\n')
    socket.on('error', () => {})
  })
}
`

interface Running {
  child: ChildApp
  url: string
  port: number
  /** Sends SIGTERM; resolves to the exit code and how long it took. */
  ends(): Promise<{ code: number | null; tookMs: number }>
}

async function start(t: Test, options = 'drainDelayMs: 0'): Promise<Running> {
  const child = startChild(
    t,
    `await new GnarApp('my_gnarly_app', { production: true, port: 0, host: '127.0.0.1', noDb: true, noJwt: true, closeTimeoutMs: 6000, ${options} }).run()\n`,
    { files: { app: { 'apis.mjs': routes } } }
  )
  const [, url = ''] = await child.says(/is up at (\S+)/)
  return {
    child,
    url: url.replace('[::1]', 'localhost'),
    port: Number(new URL(url).port),
    async ends() {
      const begin = performance.now()
      child.process.kill('SIGTERM')
      const code = await child.ends()
      return { code, tookMs: performance.now() - begin }
    }
  }
}

/** Far less than the 6 s after which the app would cut what is open. */
const promptMs = 4000

/** Reads a response at so many bytes per second, from its first byte on. */
function readSlowly(url: string, bytesPerSecond: number): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, async (response) => {
      let received = 0
      try {
        for await (const chunk of response) {
          received += chunk.length
          await sleep((chunk.length / bytesPerSecond) * 1000)
        }
      } catch {
        // A response that is cut counts by its length.
      }
      resolve(received)
    }).on('error', reject)
  })
}

/** A connection that sends a text, its socket errors ignored. */
async function open(t: Test, port: number, text = ''): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  t.after(() => socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (text !== '') socket.write(text)
  return socket
}

t.test('A10 a response that is ended but not yet read arrives as a whole', async (t) => {
  const { child, url, ends } = await start(t, 'drainDelayMs: 300')
  const received = readSlowly(`${url}/app/big?bytes=16000000`, 8e6)
  await child.says(/big is sent/)
  t.match(await ends(), { code: 0 })
  t.equal(await received, 16_000_000)
})

t.test('A10 so do those of twenty readers', async (t) => {
  const { child, url, ends } = await start(t)
  const readers = Array.from({ length: 20 }, () => readSlowly(`${url}/app/big?bytes=12000000`, 6e6))
  await child.says(/(big is sent[\s\S]*){20}/)
  t.match(await ends(), { code: 0 })
  t.strictSame(new Set(await Promise.all(readers)), new Set([12_000_000]))
})

t.test('A10 a response that the deadline cuts is listed, and the app exits with 1', async (t) => {
  const { child, port, ends } = await start(t, 'drainDelayMs: 0, closeTimeoutMs: 1000')
  const socket = await open(t, port, 'GET /app/big?bytes=16000000 HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.pause()
  await child.says(/big is sent/)
  t.match(await ends(), { code: 1 })
  await child.says(/still open: GET \/app\/big;/)
})

const half: Record<string, string> = {
  'nothing at all': '',
  'half a request line': 'GET /app/he',
  'half a header': 'GET /app/slow HTTP/1.1\r\nHo',
  'a second request by half': 'GET /app/hello HTTP/1.1\r\nHost: a\r\n\r\nGET /app/hello HTTP/1.1\r\nHo',
  'half a body':
    'POST /app/upload HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"te'
}
for (const drainDelayMs of [0, 300]) {
  t.test(
    `A10 clients without a whole request do not delay the shutdown, after ${drainDelayMs} ms`,
    async (t) => {
      const { child, port, url, ends } = await start(t, `drainDelayMs: ${drainDelayMs}`)
      for (const text of Object.values(half)) await open(t, port, text)
      await (await fetch(`${url}/app/hello`)).text()
      const { code, tookMs } = await ends()
      t.equal(code, 0, child.output())
      t.ok(tookMs < promptMs + drainDelayMs, `${tookMs} ms`)
    }
  )
}

t.test('A10 a client that sends headers for ever does not delay the shutdown', async (t) => {
  const { port, ends } = await start(t)
  const socket = await open(t, port, 'GET /app/slow HTTP/1.1\r\nX-Slow: ')
  const timer = setInterval(() => socket.write('x'), 20)
  t.after(() => clearInterval(timer))
  const { code, tookMs } = await ends()
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
})

t.test('A10 a slow but steady upload finishes', async (t) => {
  const { port, ends } = await start(t)
  const json = JSON.stringify({ text: 'x'.repeat(20) })
  const socket = await open(
    t,
    port,
    `POST /app/upload HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n`
  )
  let received = ''
  socket.setEncoding('utf8').on('data', (text) => {
    received += text
  })
  const ended = once(socket, 'end')
  const done = ends()
  for (const byte of json) {
    socket.write(byte)
    await sleep(80)
  }
  await ended
  socket.end()
  t.match(received, /"received":20/)
  t.match(await done, { code: 0 })
})

t.test('A10 open event streams end as whole responses, and do not delay the shutdown', async (t) => {
  const { url, ends } = await start(t, 'drainDelayMs: 100')
  const response = await fetch(`${url}/app/events`)
  const text = response.text()
  const { code, tookMs } = await ends()
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
  t.match(await text, /^data: first\n\ndata: next/)
})

t.test('A10 an event stream that nobody reads does not delay the shutdown', async (t) => {
  const { port, ends } = await start(t)
  const socket = await open(t, port, 'GET /app/events HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  socket.pause()
  const { code, tookMs } = await ends()
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
})

t.test('A10 an open WebSocket does not delay the shutdown', async (t) => {
  const { port, ends } = await start(t)
  const upgrade = await open(
    t,
    port,
    'GET /app/ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  )
  t.match(String(await once(upgrade, 'data')), 'HTTP/1.1 101')
  const { code, tookMs } = await ends()
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
})

t.test('A10 a client that closed its side only does not delay the shutdown', async (t) => {
  const { port, ends } = await start(t)
  const answered = await open(t, port, 'GET /app/hello HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(answered, 'data')
  answered.end()
  const silent = await open(t, port)
  silent.end()
  const { code, tookMs } = await ends()
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
})

t.test(
  'A10 one slow request among all kinds of connections finishes, and the app exits with 0',
  async (t) => {
    const { child, port, url, ends } = await start(t)
    for (const text of Object.values(half)) await open(t, port, text)
    const stream = await open(t, port, 'GET /app/events HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(stream, 'data')
    const slow = fetch(`${url}/app/slow`)
    await child.says(/slow waits/)
    t.match(await ends(), { code: 0 })
    t.equal(await (await slow).text(), 'at last')
  }
)

t.test('A10 the requests of a second address finish, too', async (t) => {
  const { child, port, ends } = await start(t, "drainDelayMs: 0, host: 'localhost'")
  const slow = await Promise.allSettled(
    ['127.0.0.1', '[::1]'].map((host) => fetch(`http://${host}:${port}/app/hello`))
  )
  const hosts = ['127.0.0.1', '[::1]'].filter((_host, index) => slow[index]?.status === 'fulfilled')
  const answers = hosts.map(async (host) => (await fetch(`http://${host}:${port}/app/slow`)).text())
  await child.says(new RegExp(`(slow waits[\\s\\S]*){${hosts.length}}`))
  t.match(await ends(), { code: 0 })
  t.strictSame(new Set(await Promise.all(answers)), new Set(['at last']))
})

t.test('A10 HTTP/2: idle sessions do not delay the shutdown, streams finish', async (t) => {
  const { child, url, ends } = await start(t, 'drainDelayMs: 0, fastify: { http2: true }')
  const [idle, busy, watching] = [connectHttp2(url), connectHttp2(url), connectHttp2(url)]
  for (const session of [idle, busy, watching]) {
    t.after(() => session.destroy())
    session.on('error', () => {})
    await once(session, 'connect')
  }
  const events = watching.request({ ':path': '/app/events' }).on('error', () => {})
  await once(events, 'data')
  const stream = busy.request({ ':path': '/app/slow' }).setEncoding('utf8')
  await child.says(/slow waits/)
  const done = ends()
  let text = ''
  for await (const chunk of stream) text += chunk
  t.equal(text, 'at last')
  const { code, tookMs } = await done
  t.equal(code, 0)
  t.ok(tookMs < promptMs, `${tookMs} ms`)
  t.notMatch(child.output(), /Warning/)
})

t.test('A10 HTTP/2: a stream that the deadline cuts is listed, and the app exits with 1', async (t) => {
  const { child, url, ends } = await start(
    t,
    'drainDelayMs: 0, closeTimeoutMs: 1000, fastify: { http2: true }'
  )
  const session = connectHttp2(url).on('error', () => {})
  t.after(() => session.destroy())
  session.request({ ':path': '/app/never?secret=1' }).on('error', () => {})
  await child.says(/never waits/)
  t.match(await ends(), { code: 1 })
  await child.says(/still open: GET \/app\/never;/)
  t.notMatch(child.output(), 'secret')
})
