import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import { retryDelayMs } from '../src/retry.ts'
import { startApp, startServer } from './services.ts'

/** A peer that responds with these statuses, one after another, and then with 200. */
async function startFlaky(t: Test, statuses: number[], headers: Record<string, string> = {}) {
  const methods: string[] = []
  const times: number[] = []
  const url = await startServer(t, (request, response) => {
    methods.push(String(request.method))
    times.push(performance.now())
    const status = statuses[methods.length - 1]
    if (status === undefined) response.end(`attempt ${methods.length}`)
    else response.writeHead(status, headers).end('busy')
  })
  return { url, methods, times }
}

t.test('X6 idempotent requests are retried on 502, 503 and 504, the others never', async (t) => {
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
    const { url, methods } = await startFlaky(t, [502, 503])
    const app = await startApp(t, { peers: { piste: url } })
    t.equal((await app.peer('piste').request(method, 'x')).status, 200, method)
    t.strictSame(methods, [method, method, method])
  }
  for (const method of ['POST', 'PATCH', 'LOCK']) {
    const { url, methods } = await startFlaky(t, [503])
    const app = await startApp(t, { peers: { piste: url } })
    t.equal((await app.peer('piste').request(method, 'x')).status, 503, method)
    t.equal(methods.length, 1)
  }
})

t.test('X6 the last response is returned when every attempt was busy, and others at once', async (t) => {
  const busy = await startFlaky(t, [504, 502, 503, 503, 503])
  const app = await startApp(t, { peers: { piste: busy.url } })
  const response = await app.peer('piste').get('x')
  t.strictSame([response.status, response.text, busy.methods.length], [503, 'busy', 3])
  t.throws(() => response.raiseForStatus(), { code: 'GNAR_ERR_PEER_STATUS', attempts: 3, statusCode: 502 })
  for (const status of [400, 404, 429, 500, 501]) {
    const { url, methods } = await startFlaky(t, [status])
    const other = await startApp(t, { peers: { piste: url } })
    t.equal((await other.peer('piste').get('x')).status, status)
    t.equal(methods.length, 1)
  }
})

t.test('X6 the number of retries is an option of the plugin and of a call', async (t) => {
  const { url, methods } = await startFlaky(t, new Array(100).fill(503))
  const app = await startApp(t, { peers: { piste: url }, env: { GNAR_PEER_RETRIES: '1' } })
  await app.peer('piste').get('x')
  t.equal(methods.length, 2)
  await app.peer('piste').get('x', null, { retries: 0 })
  t.equal(methods.length, 3)
  const response = await app.peer('piste').get('x', null, { retries: 2, stream: true })
  t.strictSame([response.status, methods.length], [503, 6])
  response.body.destroy()
})

t.test('X6 a retry sends the request body again', async (t) => {
  const bodies: string[] = []
  const piste = await startServer(t, async (request, response) => {
    bodies.push((await request.toArray()).join(''))
    response.writeHead(bodies.length < 3 ? 503 : 200).end()
  })
  const app = await startApp(t, { peers: { piste } })
  t.equal((await app.peer('piste').put('x', { a: 1 })).status, 200)
  t.strictSame(bodies, ['a=1', 'a=1', 'a=1'])
})

t.test('X6 Retry-After is honoured where there is time for it', async (t) => {
  const second = await startFlaky(t, [503], { 'retry-after': '1' })
  const app = await startApp(t, { peers: { piste: second.url } })
  t.equal((await app.peer('piste').get('x')).text, 'attempt 2')
  const [first = 0, again = 0] = second.times
  t.ok(again - first >= 990, `${again - first} ms`)

  const late = await startFlaky(t, [503], { 'retry-after': '3600' })
  const other = await startApp(t, { peers: { piste: late.url } })
  const before = performance.now()
  t.equal((await other.peer('piste').get('x')).status, 503, 'an hour is too late: the response is returned')
  t.ok(performance.now() - before < 10_000)
  t.equal(late.methods.length, 1)
})

t.test('X6 Retry-After may be a date; without it delays grow and are jittered', async (t) => {
  const at = new Date(Date.now() + 60_000).toUTCString()
  const delay = retryDelayMs(1, at)
  t.ok(delay > 58_000 && delay <= 60_000)
  t.equal(retryDelayMs(1, new Date(0).toUTCString()), 0)
  t.equal(retryDelayMs(1, '0'), 0)
  for (const value of [undefined, 'soon', '-1', '1.5s']) {
    const delays = Array.from({ length: 100 }, () => retryDelayMs(3, value))
    t.ok(delays.every((ms) => ms >= 200 && ms <= 400))
    t.ok(new Set(delays).size > 50)
  }
  t.ok(retryDelayMs(1) <= 100)
})

t.test('X6 a connection error is retried when the peer comes back', async (t) => {
  const { url, methods } = await startFlaky(t, [])
  const proxy = await startProxy({ port: Number(new URL(url).port) })
  t.after(() => proxy.close())
  const app = await startApp(t, { peers: { piste: `127.0.0.1:${proxy.port}` }, retries: 8 })
  await proxy.refuse()
  const call = app.peer('piste').get('x')
  setTimeout(() => proxy.pass(), 150)
  t.equal((await call).status, 200)
  t.equal(methods.length, 1)
  proxy.cutAfter(0)
  await t.rejects(app.peer('piste').post('x'), { code: 'GNAR_ERR_PEER_UNREACHABLE', attempts: 1 })
  t.equal(methods.filter((method) => method === 'POST').length, 1, 'a POST that was sent is never sent again')
})

t.test('X6 a call waits no longer for a retry than its deadline or signal allows', async (t) => {
  const { url } = await startFlaky(t, [503, 503, 503], { 'retry-after': '20' })
  const app = await startApp(t, { peers: { piste: url } })
  const before = performance.now()
  await t.rejects(app.peer('piste').get('x', null, { signal: AbortSignal.timeout(100) }), {
    code: 'GNAR_ERR_PEER_ABORTED',
    statusCode: 503,
    cause: { cause: { name: 'TimeoutError' } }
  })
  t.ok(performance.now() - before < 10_000)
  await t.rejects(
    app.peer('piste').get('x', null, { signal: AbortSignal.abort(new Error('changed my mind')) }),
    {
      message: /was aborted: changed my mind$/
    }
  )
  await t.rejects(app.peer('piste').get('x', null, { signal: AbortSignal.abort('a change of mind') }), {
    message: /was aborted: a change of mind$/
  })
})

t.test('X6 connections are kept alive, and no more are opened than maxConnections', async (t) => {
  const ports = new Set<number | undefined>()
  const piste = await startServer(t, ({ socket }, response) => {
    ports.add(socket.remotePort)
    setTimeout(() => response.end('ok'), 20)
  })
  const app = await startApp(t, { peers: { piste }, maxConnections: 3 })
  await Promise.all(Array.from({ length: 30 }, () => app.peer('piste').post('x')))
  t.equal(ports.size, 3)
  await app.peer('piste').get('x')
  t.equal(ports.size, 3)
})
