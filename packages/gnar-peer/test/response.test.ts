import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import t from 'tap'
import type { PeerResponse, StreamedResponse } from '../src/index.ts'
import { startApp, startRaw, startServer } from './services.ts'

t.test('X4 the response has status, ok, headers, text, json, content and url', async (t) => {
  const piste = await startServer(t, (_, response) =>
    response
      .writeHead(201, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'], 'X-One': '1' })
      .end('\ufeff{"shaka":"🤙"}')
  )
  const app = await startApp(t, { peers: { piste } })
  const response = await app.peer('piste').get('user', { a: 1 })
  t.equal(response.status, 201)
  t.equal(response.ok, true)
  t.match(response.headers, {
    'content-type': 'application/json',
    'set-cookie': ['a=1', 'b=2'],
    'x-one': '1'
  })
  t.equal(response.text, '{"shaka":"🤙"}', 'without the byte order mark')
  t.strictSame(response.json<{ shaka: string }>(), { shaka: '🤙' })
  t.equal(response.content.toString(), '\ufeff{"shaka":"🤙"}')
  t.equal(response.url, `${piste}/user?a=1`)
  t.equal(response.raiseForStatus(), response)
})

t.test('X4 text follows the charset of the response', async (t) => {
  const bytes = Buffer.from([0x5a, 0xfc, 0x72, 0x69, 0x63, 0x68])
  const piste = await startServer(t, ({ url }, response) =>
    response.setHeader('content-type', `text/plain; charset=${url?.slice(1)}`).end(bytes)
  )
  const app = await startApp(t, { peers: { piste } })
  const text = async (charset: string) => (await app.peer('piste').get(charset)).text
  t.equal(await text('iso-8859-1'), 'Zürich')
  t.equal(await text('UTF-8'), 'Z\ufffdrich')
  t.equal(await text('klingon'), 'Z\ufffdrich', 'an unknown one is read as UTF-8')
})

t.test('X4 content codings are decoded, whether the body is read or streamed', async (t) => {
  const text = 'gnarly '.repeat(10_000)
  const codings: Record<string, Buffer> = {
    gzip: gzipSync(text),
    'x-gzip': gzipSync(text),
    deflate: deflateSync(text),
    br: brotliCompressSync(text),
    identity: Buffer.from(text),
    'gzip, br': brotliCompressSync(gzipSync(text))
  }
  const piste = await startServer(t, ({ url, method }, response) => {
    const [path, coding = ''] = decodeURIComponent(String(url)).split('?')
    response.setHeader('content-encoding', coding)
    if (path === '/empty') response.writeHead(204).end()
    else response.end(method === 'HEAD' ? undefined : codings[coding])
  })
  const app = await startApp(t, { peers: { piste } })
  const client = app.peer('piste')
  for (const coding of Object.keys(codings)) {
    t.equal((await client.get(`x?${coding}`)).text, text, coding)
    const { body } = await client.get(`x?${coding}`, null, { stream: true })
    t.equal((await body.toArray()).join(''), text, `${coding}, streamed`)
    t.equal((await client.head(`x?${coding}`)).content.length, 0, `${coding}, no body`)
    const head = await client.head(`x?${coding}`, { stream: true })
    t.equal((await head.body.toArray()).length, 0, `${coding}, no body, streamed`)
    t.equal((await client.get(`empty?${coding}`)).status, 204)
  }
  for (const [coding, body] of Object.entries({
    deflate: deflateRawSync(text),
    'gzip, deflate': deflateRawSync(gzipSync(text))
  })) {
    codings[coding] = body
    t.equal((await client.get(`x?${coding}`)).text, text, 'raw deflate, as some servers send it')
    const { body: streamed } = await client.get(`x?${coding}`, null, { stream: true })
    t.equal((await streamed.toArray()).join(''), text, 'raw deflate, streamed')
  }
  for (const coding of ['gzip', 'deflate', 'br']) {
    codings[coding] = Buffer.alloc(0)
    t.equal((await client.get(`x?${coding}`)).text, '', `${coding}: empty`)
    const { body } = await client.get(`x?${coding}`, null, { stream: true })
    t.equal((await body.toArray()).length, 0, `${coding}: empty, streamed`)
  }
  for (const coding of ['unknown', 'constructor', 'gzip,'.repeat(6)]) {
    codings[coding] = Buffer.from(text)
    t.equal((await client.get(`x?${coding}`)).text, text, `${coding}: stays as it is`)
    const { body } = await client.get(`x?${coding}`, null, { stream: true })
    t.equal((await body.toArray()).join(''), text, `${coding}: stays as it is, streamed`)
  }
})

t.test('X4 a decoded stream is read no faster than its reader takes it', async (t) => {
  const zipped = deflateRawSync(Buffer.alloc(200e6))
  const piste = await startServer(t, (_, response) =>
    response.setHeader('content-encoding', 'deflate').end(zipped)
  )
  const app = await startApp(t, { peers: { piste } })
  const before = process.memoryUsage().rss
  const { body } = await app.peer('piste').get('x', { stream: true })
  let bytes = 0
  let mostMb = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes % 64 === 0) await new Promise(setImmediate)
    mostMb = Math.max(mostMb, (process.memoryUsage().rss - before) / 2 ** 20)
  }
  t.equal(bytes, 200e6)
  t.ok(mostMb < 150, `${mostMb.toFixed()} MB more for 200 MB`)
})

t.test('X4 X8 json() on a response that is not JSON shows the status and how the body begins', async (t) => {
  const page = `<html>\r\n${'x'.repeat(200)}</html>`
  const piste = await startServer(t, ({ url }, response) => {
    response.writeHead(Number(url?.slice(1))).end(url === '/204' ? undefined : page)
  })
  const app = await startApp(t, { peers: { piste } })
  const errors: unknown[] = []
  for (const path of ['200', '404', '204']) {
    const response = await app.peer('piste').get(path)
    t.throws(() => response.json(), {
      code: 'GNAR_ERR_PEER_NOT_JSON',
      statusCode: 502,
      peer: 'piste',
      attempts: 1,
      cause: SyntaxError
    })
    try {
      response.json()
    } catch (error) {
      errors.push((error as Error).message)
    }
  }
  t.matchSnapshot(errors.join('\n'))
})

t.test('X4 X8 a 4xx or 5xx status is not an error until raiseForStatus(), which throws a 502', async (t) => {
  const piste = await startServer(t, ({ url }, response) => {
    response.writeHead(Number(url?.slice(1, 4))).end(`{"error":"no ${url?.slice(1, 4)}"}`)
  })
  const app = await startApp(t, { peers: { piste } })
  const messages: string[] = []
  for (const status of [400, 401, 404, 418, 500]) {
    const response = await app.peer('piste').get(`${status}?token=hunter2`)
    t.equal(response.ok, false)
    t.strictSame(response.json(), { error: `no ${status}` })
    try {
      response.raiseForStatus()
      t.fail('must throw')
    } catch (error) {
      t.match(error, { code: 'GNAR_ERR_PEER_STATUS', statusCode: 502, peerStatus: status, peer: 'piste' })
      messages.push((error as Error).message)
    }
  }
  for (const status of [200, 204, 304])
    t.equal((await app.peer('piste').get(String(status))).raiseForStatus().ok, true)
  t.matchSnapshot(messages.join('\n'))
})

t.test('X4 the body is read fully unless stream is set: then the caller reads or destroys it', async (t) => {
  let closed = 0
  const piste = await startServer(t, ({ url, socket }, response) => {
    if (closed === 0) socket.once('close', () => closed++)
    response.writeHead(url === '/404' ? 404 : 200)
    for (let i = 0; i < 20; i++) response.write(Buffer.alloc(64 * 1024))
    response.end()
  })
  const app = await startApp(t, { peers: { piste } })
  const client = app.peer('piste')
  const read = await client.get('x', null, { stream: true })
  t.strictSame([read.status, read.ok, read.url], [200, true, `${piste}/x`])
  t.equal(read.raiseForStatus(), read)
  let bytes = 0
  for await (const chunk of read.body) bytes += chunk.length
  t.equal(bytes, 20 * 64 * 1024)

  const unread = await client.get('x', null, { stream: true })
  unread.body.destroy()
  const failed = await client.get('404', null, { stream: true })
  t.throws(() => failed.raiseForStatus(), { code: 'GNAR_ERR_PEER_STATUS', peerStatus: 404 })
  t.equal(failed.body.destroyed, true)

  const options = { stream: true } as const
  const typed: StreamedResponse = await client.get('x', null, options)
  typed.body.destroy()
  const whole: PeerResponse = await client.get('x', null, { stream: false })
  t.equal(whole.content.length, bytes)
  // @ts-expect-error: a streamed response has no text
  t.equal(typed.text, undefined)
})

t.test('X4 X6 a stream ends with one clear error when the peer stalls mid-body', async (t) => {
  const piste = await startServer(t, (_, response) => {
    response.writeHead(200).write('half')
  })
  const app = await startApp(t, { peers: { piste } })
  const { body } = await app.peer('piste').get('x', null, { stream: true, timeoutMs: 2_000 })
  await t.rejects(body.toArray(), { code: 'GNAR_ERR_PEER_TIMEOUT', statusCode: 504, peer: 'piste' })
})

t.test('X4 X6 a stream that breaks before it is read does not end the process', async (t) => {
  const piste = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half')
  })
  const app = await startApp(t, { peers: { piste } })
  const { body } = await app.peer('piste').get('x', null, { stream: true })
  // Not `once` of node:events, which would listen for errors as well.
  const closed = new Promise<void>((resolve) => body.once('close', resolve))
  await app.close()
  await closed
  await t.rejects(body.toArray(), { code: 'GNAR_ERR_PEER_CLOSED' }, 'a later reader sees why')
})

t.test('X4 set-cookie is a list, and other repeated headers are joined', async (t) => {
  const repeated = ['set-cookie: a=1', 'content-encoding: gzip', 'content-encoding: br', 'x-a: 1', 'x-a: 2']
  const text = brotliCompressSync(gzipSync('twice'))
  const head = ['HTTP/1.1 200 OK', ...repeated, `content-length: ${text.length}`].join('\r\n')
  const piste = await startRaw(t, (socket) => {
    socket.write(`${head}\r\n\r\n`)
    socket.write(text)
  })
  const inPlace = Fastify()
  t.after(() => inPlace.close())
  inPlace.get('/x', (_, reply) =>
    reply.headers({ 'set-cookie': 'a=1', 'x-a': ['1', '2'], 'content-encoding': 'gzip, br' }).send(text)
  )
  const app = await startApp(t, { peers: { piste, inPlace } })
  for (const name of ['piste', 'inPlace']) {
    const client = app.peer(name)
    const whole = await client.get('x')
    t.equal(whole.text, 'twice', name)
    const streamed = await client.get('x', null, { stream: true })
    t.equal((await streamed.body.toArray()).join(''), 'twice', `${name}, streamed`)
    for (const { headers } of [whole, streamed]) {
      t.match(headers, { 'set-cookie': ['a=1'], 'x-a': '1, 2', 'content-encoding': 'gzip, br' })
    }
  }
})

t.test('X6 a stream may take longer than timeoutMs while bytes keep coming', async (t) => {
  const piste = await startServer(t, (_, response) => {
    let pieces = 0
    const timer = setInterval(() => {
      response.write('.')
      if (++pieces < 12) return
      clearInterval(timer)
      response.end()
    }, 250)
  })
  const app = await startApp(t, { peers: { piste } })
  const { body } = await app.peer('piste').get('x', null, { stream: true, timeoutMs: 2_000 })
  t.equal((await body.toArray()).join(''), '.'.repeat(12))
})
