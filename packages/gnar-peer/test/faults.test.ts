import { gzipSync } from 'node:zlib'
import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import type { PeerResponse } from '../src/index.ts'
import { startApp, startEcho, startRaw, startServer } from './services.ts'

/** What a call ended with, as a test compares it; addresses and ports vary. */
async function outcome(t: Test, call: Promise<{ status: number; text: string }>, withinMs = 5_000) {
  const before = performance.now()
  const ended = await call.then(
    ({ status, text }) => `${status} ${text}`,
    (error) => {
      const { name, code, statusCode, peer, method, path, attempts, message, cause } = error
      t.match(
        { name, peer, method, path },
        { name: 'FastifyError', peer: 'piste', method: /^[A-Z]+$/, path: /^\// }
      )
      t.ok(cause instanceof Error, 'the cause is kept')
      t.ok(attempts >= 1)
      return `${code} ${statusCode} ${masked(message)}`
    }
  )
  t.ok(performance.now() - before < withinMs, `within its time: ${ended}`)
  return ended
}

/** Ports vary, and so does which system call sees a reset first. */
function masked(message: string): string {
  return message
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST:PORT')
    .replace(/(?:connect|read|write) ECONNRESET(?: HOST:PORT)?/, 'ECONNRESET')
}

async function proxied(t: Test, url: string) {
  const proxy = await startProxy({ port: Number(new URL(url).port) })
  t.after(() => proxy.close())
  return { proxy, peers: { piste: `127.0.0.1:${proxy.port}` } }
}

t.test('X6 X8 a peer that refuses, resets or stalls gives one clear error within the deadline', async (t) => {
  const { proxy, peers } = await proxied(t, await startEcho(t))
  const app = await startApp(t, { peers })
  const piste = app.peer('piste')
  const outcomes: string[] = []
  const note = async (label: string, call: Promise<{ status: number; text: string }>) =>
    outcomes.push(`${label}: ${await outcome(t, call)}`)

  await proxy.refuse()
  await note('refused', piste.get('user?token=abc'))
  await note('refused, not idempotent', piste.post('user'))
  await proxy.pass()
  proxy.reset()
  await note('reset', piste.get('user'))
  await proxy.pass()
  proxy.stall()
  await note('stalled', piste.get('user', null, { timeoutMs: 300 }))
  await note('stalled, retries left', piste.delete('user', { timeoutMs: 300, retries: 9 }))
  await proxy.pass()
  t.equal((await piste.get('user')).status, 200, 'and works again')
  t.matchSnapshot(outcomes.join('\n'))
})

t.test('X6 X8 a connection that breaks mid-body gives one clear error', async (t) => {
  const url = await startServer(t, (_, response) => response.end('x'.repeat(200_000)))
  const { proxy, peers } = await proxied(t, url)
  const app = await startApp(t, { peers })
  proxy.cutAfter(100_000)
  t.matchSnapshot(await outcome(t, app.peer('piste').get('big')))
  proxy.cutAfter(0)
  t.matchSnapshot(await outcome(t, app.peer('piste').put('big', 'x')))
})

t.test('X6 X8 a peer that stalls mid-body, or drips, ends at the deadline', async (t) => {
  const stalled = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half')
  })
  const dripping = await startServer(t, (_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(timer))
  })
  for (const piste of [stalled, dripping]) {
    const app = await startApp(t, { peers: { piste }, timeoutMs: 300 })
    t.match(
      await outcome(t, app.peer('piste').get('x')),
      'GNAR_ERR_PEER_TIMEOUT 504 GET /x of peer piste timed out'
    )
  }
})

const raw: Record<string, { reply: string; ended?: boolean; body?: string | RegExp; error?: RegExp }> = {
  'HTTP/1.0, ended by the connection': { reply: 'HTTP/1.0 200 OK\r\n\r\nold', ended: true, body: '200 old' },
  'no length, ended by the connection': {
    reply: 'HTTP/1.1 200 OK\r\n\r\nopen',
    ended: true,
    body: '200 open'
  },
  'connection: close': {
    reply: 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok',
    ended: true,
    body: '200 ok'
  },
  '103 before the response': {
    reply: 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    body: '200 ok'
  },
  'an unrequested 100-continue': {
    reply: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502 .* it sent 100 Continue unrequested/
  },
  'an obs-folded header': {
    reply: 'HTTP/1.1 200 OK\r\nx-a: b\r\n c\r\ncontent-length: 2\r\n\r\nok',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502/
  },
  'huge headers': {
    reply: `HTTP/1.1 200 OK\r\nx-huge: ${'x'.repeat(100_000)}\r\ncontent-length: 2\r\n\r\nok`,
    error: /GNAR_ERR_PEER_BAD_ANSWER 502 .*Headers Overflow/
  },
  'not HTTP': { reply: 'SSH-2.0-OpenSSH_9.6\r\n', error: /GNAR_ERR_PEER_BAD_ANSWER 502/ },
  'two lengths': {
    reply: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nokk',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502/
  },
  'length and chunks': {
    reply: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502/
  },
  'a bad chunk': {
    reply: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502/
  },
  'a body that is too short': {
    reply: 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nok',
    ended: true,
    error: /GNAR_ERR_PEER_UNREACHABLE 502/
  },
  'chunks that are cut off': {
    reply: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n',
    ended: true,
    error: /GNAR_ERR_PEER_UNREACHABLE 502/
  },
  'an end without a response': { reply: '', ended: true, error: /GNAR_ERR_PEER_UNREACHABLE 502/ },
  'an unrequested upgrade': {
    reply: 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    error: /GNAR_ERR_PEER_BAD_ANSWER 502 .* it switched protocols unrequested/
  }
}

t.test('X6 X8 an unusual response is read, a malformed one is one clear error', async (t) => {
  for (const [label, { reply, ended = false, body, error }] of Object.entries(raw)) {
    const piste = await startRaw(t, (socket) => {
      if (ended) socket.end(reply, 'latin1')
      else socket.write(reply, 'latin1')
    })
    const app = await startApp(t, { peers: { piste }, retries: 1 })
    for (const stream of [false, true]) {
      const call = stream
        ? app
            .peer('piste')
            .get('x', null, { stream })
            .then(async (response) => ({
              status: response.status,
              text: await new Response(response.body as never).text()
            }))
        : app.peer('piste').get('x')
      const ends = await outcome(t, call)
      t.match(ends, body ?? error, `${label}, ${stream ? 'streamed' : 'read'}`)
    }
  }
})

t.test('X6 X8 a body that does not match its coding is one clear error', async (t) => {
  const zipped = gzipSync('x'.repeat(100_000))
  const bodies: [string, Buffer][] = [
    ['gzip', zipped.subarray(0, 50)],
    ['gzip', Buffer.from('not gzip')],
    ['deflate', Buffer.from('not deflate')],
    ['br', Buffer.from('not brotli')],
    ['br', Buffer.from([0x8b])],
    ['gzip, br', zipped]
  ]
  for (const [coding, body] of bodies) {
    const piste = await startServer(t, (_, response) =>
      response.setHeader('content-encoding', coding).end(body)
    )
    const app = await startApp(t, { peers: { piste } })
    const expected = /GNAR_ERR_PEER_BAD_ANSWER 502 GET \/x of peer piste got an unusable response/
    t.match(await outcome(t, app.peer('piste').get('x')), expected, coding)
    const streamed = app.peer('piste').get('x', null, { stream: true })
    const read = streamed.then(async ({ status, body }) => ({
      status,
      text: (await body.toArray()).join('')
    }))
    t.match(await outcome(t, read), expected, `${coding}, streamed`)
  }
})

t.test('X6 X8 a call that waits for a free connection also ends at its deadline', async (t) => {
  const piste = await startServer(t, () => {})
  const app = await startApp(t, { peers: { piste }, maxConnections: 1 })
  const first = app
    .peer('piste')
    .get('first', null, { timeoutMs: 3_000 })
    .catch((error) => error)
  for (const stream of [false, true]) {
    const waiting = app.peer('piste').get('x', null, { timeoutMs: 300, stream }) as Promise<PeerResponse>
    t.match(await outcome(t, waiting, 2_500), 'GNAR_ERR_PEER_TIMEOUT 504', stream ? 'streamed' : 'read')
  }
  t.match(await first, { code: 'GNAR_ERR_PEER_TIMEOUT' })
})

t.test('X6 a response larger than maxBodyBytes, compressed or not, is one clear error', async (t) => {
  const text = 'x'.repeat(1_000_001)
  const plain = await startServer(t, (_, response) => response.end(text))
  const zipped = await startServer(t, (_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(text))
  )
  for (const piste of [plain, zipped]) {
    const app = await startApp(t, { peers: { piste }, maxBodyBytes: 1_000_000 })
    t.match(await outcome(t, app.peer('piste').get('x')), /PEER_BAD_ANSWER 502 .*larger than 1000000 bytes/)
    const larger = await startApp(t, { peers: { piste }, maxBodyBytes: 1_000_001 })
    t.equal((await larger.peer('piste').get('x')).text, text)
  }
})

t.test('X6 X8 a TLS handshake that stalls ends at connectTimeoutMs, and is retried', async (t) => {
  const silent = await startRaw(t, () => {})
  const peers = { piste: silent.replace('http:', 'https:') }
  const app = await startApp(t, { peers, connectTimeoutMs: 300, retries: 1 })
  t.match(
    await outcome(t, app.peer('piste').get('x'), 10_000),
    /GNAR_ERR_PEER_TIMEOUT 504 .*\(attempt 2\) .* Connect Timeout Error/
  )
})

t.test('X6 X8 a peer that does not take the connection is one clear error', async (t) => {
  const app = await startApp(t, {
    // An address of RFC 5737, which nobody has.
    peers: { piste: 'http://192.0.2.1:81' },
    connectTimeoutMs: 100,
    retries: 0,
    timeoutMs: 3_000
  })
  t.match(
    await outcome(t, app.peer('piste').get('x'), 6_000),
    /GNAR_ERR_PEER_(?:TIMEOUT 504|UNREACHABLE 502)/
  )
  const unknown = await startApp(t, { peers: { piste: 'http://nowhere.invalid:80' }, retries: 0 })
  t.match(
    await outcome(t, unknown.peer('piste').get('x'), 10_000),
    /GNAR_ERR_PEER_UNREACHABLE 502 .*nowhere\.invalid/
  )
})
