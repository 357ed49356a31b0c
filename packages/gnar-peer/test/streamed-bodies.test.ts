import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import type { Data } from '../src/index.ts'
import { deferred, type Echo, startApp, startEcho, startServer } from './services.ts'

async function* pieces(...chunks: (string | Uint8Array)[]) {
  for (const chunk of chunks) yield chunk
}

/** One of each kind of stream, all with the same text. */
const kinds: Record<string, () => Data> = {
  'a Node stream': () => Readable.from(['sha', Buffer.from('ka')]),
  'a Node stream of bytes': () => Readable.from(Buffer.from('shaka'), { objectMode: false }),
  'a web stream': () => new Blob(['shaka']).stream(),
  'a web stream of text': () => ReadableStream.from(['sha', 'ka']),
  'an async iterable': () => pieces('sha', '', new TextEncoder().encode('ka')),
  'a Blob': () => new Blob(['shaka']),
  'a File': () => new File(['shaka'], 'shaka.txt')
}

t.test('X11 streams of every kind and Blobs are bodies, over a connection and in process', async (t) => {
  const inProcess = Fastify()
  t.after(() => inProcess.close())
  inProcess.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  inProcess.all('/', ({ method, url, headers, body }) => ({ method, url, headers, body }))
  const app = await startApp(t, { peers: { piste: await startEcho(t), inProcess } })
  for (const peer of ['piste', 'inProcess']) {
    const headers = { 'content-type': 'text/x-shaka' }
    for (const [kind, create] of Object.entries(kinds)) {
      const echo = (await app.peer(peer).post('/', create(), null, { headers })).json<Echo>()
      t.equal(echo.body, 'shaka', `${kind}, ${peer}`)
      t.equal(echo.headers['content-type'], 'text/x-shaka')
      t.equal((await app.peer(peer).put('/', create(), { headers, stream: true })).status, 200)
    }
  }
  const typed = (await app.peer('piste').post('/', new Blob(['a'], { type: 'text/csv' }))).json<Echo>()
  t.match(typed.headers, { 'content-type': 'text/csv', 'content-length': '1' }, 'a Blob has type and length')
  t.equal((await app.peer('piste').post('/', new Blob([]))).json<Echo>().body, '')
  const headers = { 'Content-Length': 5 }
  const sized = (await app.peer('piste').post('/', pieces('shaka'), null, { headers })).json<Echo>()
  t.match(sized, { body: 'shaka', headers: { 'content-length': '5', 'transfer-encoding': undefined } })
})

t.test('X11 streams of every kind are files, named after their path or field', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gnar-peer-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'report.csv'), 'a;b')
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const send = async (files: object) => {
    const { body, headers } = (await app.peer('piste').post('/', { files: files as never })).json<Echo>()
    const boundary = /boundary=(.+)/.exec(String(headers['content-type']))?.[1] as string
    return body.replaceAll(boundary, 'BOUNDARY')
  }
  const part = (name: string, content: string) =>
    [
      '--BOUNDARY',
      `Content-Disposition: form-data; name="x"; filename="${name}"`,
      'Content-Type: application/octet-stream',
      '',
      content
    ].join('\r\n')
  const end = '\r\n--BOUNDARY--\r\n'
  for (const [kind, create] of Object.entries(kinds)) {
    const name = kind === 'a File' ? 'shaka.txt' : 'x'
    t.equal(await send({ x: create() }), part(name, 'shaka') + end, kind)
  }
  const opened = () => createReadStream(join(folder, 'report.csv'))
  t.equal(await send({ x: opened() }), part('report.csv', 'a;b') + end, 'an open file')
  t.equal(
    await send({ x: [['"quoted".csv', opened()], 'text', new ArrayBuffer(0)] }),
    [part('%22quoted%22.csv', 'a;b'), part('x', 'text'), part('x', '')].join('\r\n') + end
  )
})

t.test('X11 what cannot be sent is an error that names the field, and nothing is sent', async (t) => {
  const app = await startApp(t, { peers: { piste: 'http://127.0.0.1:1' } })
  const spent = Readable.from(['x'])
  await spent.toArray()
  const destroyed = new Readable({ read() {} }).destroy()
  const locked = new Blob(['x']).stream()
  locked.getReader()
  const used = new Blob(['x']).stream()
  await new Response(used as never).text()
  const message = async (options: object) => {
    const error = await app
      .peer('piste')
      .post('x', options)
      .catch((error) => error)
    t.match(error, { code: 'GNAR_ERR_PEER_USAGE', statusCode: 500 })
    return error.message
  }
  const values = [undefined, null, {}, () => 1, 7, true, Symbol('x'), new Date(0), new Map(), new FormData()]
  const valid: unknown[] = [undefined, null, 7, true]
  const messages: string[] = []
  for (const value of values) messages.push(await message({ files: { report: value } }))
  for (const value of values.filter((value) => !valid.includes(value)))
    messages.push(await message({ data: { report: value, a: 1 } }))
  for (const value of [7, true, Symbol('x'), () => 1, new Date(0), new FormData(), new Response('')])
    messages.push(await message({ data: value }))
  for (const stream of [spent, destroyed, locked, used]) {
    messages.push(await message({ data: stream }), await message({ files: { report: ['a.csv', stream] } }))
  }
  messages.push(
    await message({ files: { report: ['a.csv', undefined] } }),
    await message({ files: { report: ['a.csv', {}] } }),
    await message({ files: { report: ['a.csv', 'a', 'text/csv\r\nx-evil: 1'] } }),
    await message({ files: { report: ['a.csv', 'a', 7] } }),
    await message({ files: { report: [['a'], {}] } }),
    await message({ files: { '\ud800': 'a' } }),
    await message({ files: { report: 'a' }, data: new Blob(['x']) }),
    await message({ files: { report: 'a' }, data: pieces('x') }),
    await message({ data: ['ab'] }),
    await message({ data: [['a', 'b', 'c']] }),
    await message({ json: { size: 1n } })
  )
  t.matchSnapshot(messages.join('\n'))
  t.notMatch(messages.join('\n'), '[object')
})

t.test(
  'X11 a stream that fails, or gives neither text nor bytes, is an error that names the field',
  async (t) => {
    const app = await startApp(t, { peers: { piste: await startEcho(t) } })
    const failing = async function* () {
      yield 'half'
      throw new Error('the disk is gone')
    }
    const streams: [() => Data, RegExp][] = [
      [() => createReadStream('/nowhere/report.csv'), /cannot be read: ENOENT/],
      [failing, /cannot be read: the disk is gone/],
      [() => Readable.from(failing()), /cannot be read: the disk is gone/],
      [() => ReadableStream.from(failing()), /cannot be read: the disk is gone/],
      [() => Readable.from([{ a: 1 }]), /must give text or bytes, found a plain object/],
      [() => ReadableStream.from([7 as never]), /must give text or bytes, found a number/]
    ].map(([create, message]) => [create as () => Data, message as RegExp])
    for (const [create, message] of streams) {
      for (const stream of [false, true]) {
        const data = create === failing ? failing() : create()
        await t.rejects(app.peer('piste').put('x', data, { stream }), {
          code: 'GNAR_ERR_PEER_USAGE',
          message: new RegExp(`^PUT /x of peer piste cannot be sent: data .*${message.source}`),
          attempts: 1
        })
      }
      const file = create === failing ? failing() : create()
      await t.rejects(app.peer('piste').put('x', { files: { report: file as Readable } }), {
        code: 'GNAR_ERR_PEER_USAGE',
        message: new RegExp(`files: report .*${message.source}`)
      })
    }
    t.equal((await app.peer('piste').get('x')).status, 200, 'and the peer still works')
  }
)

t.test('X11 a stream is read no faster than the peer takes it', async (t) => {
  let [arrived, goOn] = [deferred(), deferred()]
  let received = 0
  const piste = await startServer(t, async (request, response) => {
    request.pause()
    arrived.resolve()
    await goOn.promise
    for await (const chunk of request) received += chunk.length
    response.end()
  })
  const app = await startApp(t, { peers: { piste } })
  let produced = 0
  const chunk = Buffer.alloc(64 * 1024)
  async function* endless() {
    for (let i = 0; i < 1000; i++) {
      produced += chunk.length
      yield chunk
    }
  }
  for (const files of [false, true]) {
    ;[arrived, goOn, received, produced] = [deferred(), deferred(), 0, 0]
    const body = endless()
    const call = app.peer('piste').post('x', files ? { files: { video: body } } : { data: body })
    await arrived.promise
    let before = -1
    // Production has stopped once two looks see the same.
    while (before !== produced) {
      before = produced
      await sleep(100)
    }
    t.ok(produced < 30e6, `${produced} of 65,536,000 bytes were read while the peer took none`)
    goOn.resolve()
    t.equal((await call).status, 200)
    t.ok(received >= 65_536_000)
  }
})

t.test('X11 a streamed body is never sent twice, yet may be sent where nothing of it was read', async (t) => {
  let requests = 0
  const busy = await startServer(t, async (request, response) => {
    requests++
    await request.toArray()
    response.writeHead(503).end()
  })
  const proxy = await startProxy({ port: Number(new URL(await startEcho(t)).port) })
  t.after(() => proxy.close())
  const app = await startApp(t, { peers: { busy, piste: `127.0.0.1:${proxy.port}` }, retries: 8 })
  for (const create of Object.values(kinds)) t.equal((await app.peer('busy').put('x', create())).status, 503)
  t.equal(requests, Object.keys(kinds).length)
  proxy.cutAfter(0)
  const broken = app.peer('piste').put('x', pieces('shaka'))
  await t.rejects(broken, { code: 'GNAR_ERR_PEER_UNREACHABLE', attempts: 1 })
  await proxy.pass()
  await proxy.refuse()
  const call = app.peer('piste').put('x', pieces('shaka'))
  setTimeout(() => proxy.pass(), 150)
  t.equal((await call).json<Echo>().body, 'shaka', 'a connection that was refused took nothing')
})

t.test('X11 a call that fails releases its streams', async (t) => {
  const stalled = await startServer(t, () => {})
  const app = await startApp(t, { peers: { stalled } })
  const create = () => {
    const cancelled = deferred()
    const web = new ReadableStream({ cancel: () => cancelled.resolve() })
    const node = new Readable({ read() {} })
    return { web, cancelled: cancelled.promise, node, closed: once(node, 'close') }
  }
  const timedOut = { code: 'GNAR_ERR_PEER_TIMEOUT' }
  const streams = create()
  await t.rejects(app.peer('stalled').post('x', { data: streams.node, timeoutMs: 200 }), timedOut)
  await t.rejects(app.peer('stalled').post('x', { data: streams.web, timeoutMs: 200 }), timedOut)
  await Promise.all([streams.closed, streams.cancelled])
  const unused = create()
  await t.rejects(app.peer('stalled').post('x', { data: unused.node, signal: AbortSignal.abort() }))
  await t.rejects(app.peer('stalled').post('x', { data: unused.web, signal: AbortSignal.abort() }))
  await Promise.all([unused.closed, unused.cancelled])
  t.pass('all were released')
})

t.test('X11 a redirect repeats a Blob, and says that a stream cannot be repeated', async (t) => {
  const url = await startServer(t, async (request, response) => {
    const body = (await request.toArray()).join('')
    if (request.url === '/') response.end(`${request.method} ${body}`)
    else response.writeHead(Number(request.url?.slice(1)), { location: '/' }).end()
  })
  const { external } = await startApp(t)
  t.equal((await external.post(`${url}/307`, new Blob(['shaka']))).text, 'POST shaka')
  t.equal((await external.post(`${url}/302`, pieces('shaka'))).text, 'GET ')
  await t.rejects(external.post(`${url}/308`, pieces('shaka')), {
    code: 'GNAR_ERR_PEER_BAD_ANSWER',
    message: /a body that was a stream, which cannot be sent again/
  })
})
