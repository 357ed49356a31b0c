import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import gnarPeer from '../src/index.ts'
import { deferred, type Echo, startEcho, startServer } from './services.ts'

const timeLeft = 'x-envoy-expected-rq-timeout-ms'

async function startService(
  t: Test,
  peers: Record<string, string>,
  addRoutes: (app: FastifyInstance) => void
) {
  const app = Fastify({ forceCloseConnections: true, requestIdHeader: 'x-request-id' })
  t.after(() => app.close())
  await app.register(gnarPeer, { peers, env: {} })
  addRoutes(app)
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** Sends a request that can be cut off before its response. */
async function startRequest(url: string, head: string): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(`${head}\r\nhost: a\r\n`)
  socket.write(
    head.startsWith('POST') ? 'content-type: application/json\r\ncontent-length: 2\r\n\r\n{}' : '\r\n'
  )
  return socket
}

t.test('X6 x-request-id, traceparent and tracestate propagate, to peers only', async (t) => {
  const echo = await startEcho(t)
  const url = await startService(t, { echo }, (app) => {
    app.get('/ask', async (request) => (await request.peer('echo').get('x')).json<Echo>().headers)
    app.get('/own', async (request) => {
      const headers = { 'x-request-id': 'own', traceparent: null }
      return (await request.peer('echo').get('x', null, { headers })).json<Echo>().headers
    })
    app.get('/bare', async () => (await app.peer('echo').get('x')).json<Echo>().headers)
    app.get('/outside', async () => (await app.external.get(`${echo}/x`)).json<Echo>().headers)
  })
  const sent = {
    'x-request-id': 'ride-1',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    tracestate: 'a=b'
  }
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    (await (await fetch(url + path, { headers })).json()) as Record<string, string>
  t.match(await ask('/ask', sent), sent)
  const own = await ask('/own', sent)
  t.match(own, { 'x-request-id': 'own', tracestate: 'a=b' })
  t.notOk(own.traceparent)
  t.match(await ask('/ask'), { 'x-request-id': /^req-/, traceparent: undefined })
  for (const path of ['/bare', '/outside']) {
    const headers = await ask(path, sent)
    t.notOk(headers['x-request-id'] || headers.traceparent || headers.tracestate, path)
  }
  t.notOk((await ask('/outside', sent))[timeLeft], 'external hosts receive no deadline')
})

t.test('X6 a deadline propagates: a service called with little time left does not wait longer', async (t) => {
  const received: number[] = []
  const stalled = await startServer(t, ({ headers }) => {
    received.push(Number(headers[timeLeft]))
  })
  const middle = await startService(t, { stalled }, (app) => {
    app.get('/', async (request, reply) => {
      const error = await request
        .peer('stalled')
        .get('x')
        .catch((error) => error)
      await ended.resolve(error)
      return reply.send('late')
    })
  })
  const ended = deferred<Error & { statusCode: number }>()
  const first = await startService(t, { middle }, (app) => {
    app.get('/', async (request) => (await request.peer('middle').get('/', null, { timeoutMs: 2_000 })).text)
  })
  const before = performance.now()
  const response = await fetch(first)
  t.equal(response.status, 504)
  const error = await ended.promise
  t.ok(performance.now() - before < 10_000, 'not 30 seconds')
  t.ok(
    received[0] !== undefined && received[0] > 0 && received[0] <= 2_000,
    `the last service received ${received[0]} ms`
  )
  t.match(error, { statusCode: /^50[34]$/ }, 'the middle service stopped as well')
})

t.test('X6 the remaining time of the caller shortens a call, and nothing extends it', async (t) => {
  const piste = await startServer(t, () => {})
  const url = await startService(t, { piste, echo: await startEcho(t) }, (app) => {
    app.get('/wait', async (request) => (await request.peer('piste').get('x', null, { timeoutMs: 300 })).text)
    app.get('/left', async (request) => (await request.peer('echo').get('x')).json<Echo>().headers[timeLeft])
  })
  const ask = async (path: string, left?: string) =>
    (await fetch(url + path, { headers: left === undefined ? {} : { [timeLeft]: left } })).json() as Promise<{
      message: string
    }>
  t.match(await ask('/wait', '150'), {
    statusCode: 504,
    message: /the caller of this app had 1?[0-9]{1,2} ms left/
  })
  t.match(await ask('/wait', '60000'), { statusCode: 504, message: /timeoutMs was 300/ })
  t.match(await ask('/wait', '0'), { statusCode: 504, message: /had 0 ms left/ })
  const timeLeftOf = async (left?: string) => Number(await ask('/left', left))
  t.ok((await timeLeftOf()) > 29_000)
  t.ok((await timeLeftOf('5000')) <= 5000)
  for (const odd of ['-1', '1e3', 'soon', '99999999999999'])
    t.ok((await timeLeftOf(odd)) > 29_000, `${odd} is ignored`)
})

t.test('X6 a retry sends the time remaining by then', async (t) => {
  const received: number[] = []
  const piste = await startServer(t, ({ headers }, response) => {
    received.push(Number(headers[timeLeft]))
    response.writeHead(received.length < 3 ? 503 : 200).end()
  })
  const url = await startService(t, { piste }, (app) => {
    app.get('/', async (request) => (await request.peer('piste').get('x')).text)
  })
  await fetch(url)
  const [first = 0, second = 0, third = 0] = received
  t.ok(first > second && second > third && third > 20_000, received.join(' > '))
})

for (const head of ['GET / HTTP/1.1', 'POST / HTTP/1.1']) {
  t.test(`X6 when the incoming ${head.split(' ')[0]} is aborted, so are the outgoing calls`, async (t) => {
    const [asked, dropped] = [deferred(), deferred()]
    let arrived = 0
    const piste = await startServer(t, (_, response) => {
      if (++arrived === 3) asked.resolve()
      response.on('close', () => {
        if (--arrived === 0) dropped.resolve()
      })
    })
    const failed = deferred<unknown>()
    const url = await startService(t, { piste }, (app) => {
      app.route({
        method: ['GET', 'POST'],
        url: '/',
        handler: async (request) => {
          const calls = [
            request.peer('piste').get('a'),
            request.peer('piste').post('b'),
            request.peer('piste').get('c')
          ]
          const ends = await Promise.allSettled(calls)
          failed.resolve(ends.map((end) => end.status === 'rejected' && end.reason))
          return 'nobody reads this'
        }
      })
    })
    const socket = await startRequest(url, head)
    await asked.promise
    socket.destroy()
    await dropped.promise
    t.match(
      await failed.promise,
      new Array(3).fill({ code: 'GNAR_ERR_PEER_ABORTED', statusCode: 503, attempts: 1 })
    )
  })
}

t.test('X6 a call that begins after the caller has disconnected is not sent', async (t) => {
  let requests = 0
  const piste = await startServer(t, (_, response) => {
    requests++
    response.end()
  })
  const [entered, failed] = [deferred(), deferred<unknown>()]
  const url = await startService(t, { piste }, (app) => {
    app.get('/', async (request, reply) => {
      entered.resolve()
      await once(reply.raw, 'close')
      failed.resolve(
        await request
          .peer('piste')
          .get('x')
          .catch((error) => error)
      )
    })
  })
  const socket = await startRequest(url, 'GET / HTTP/1.1')
  await entered.promise
  socket.destroy()
  t.match(await failed.promise, { code: 'GNAR_ERR_PEER_ABORTED' })
  t.equal(requests, 0)
})

t.test('X6 a forwarded stream ends with its incoming request', async (t) => {
  const dropped = deferred()
  const piste = await startServer(t, (_, response) => {
    const timer = setInterval(() => response.write('.'), 10)
    response.on('close', () => {
      clearInterval(timer)
      dropped.resolve()
    })
  })
  const url = await startService(t, { piste }, (app) => {
    app.get('/', async (request) => (await request.peer('piste').get('x', null, { stream: true })).body)
  })
  const socket = await startRequest(url, 'GET / HTTP/1.1')
  await once(socket, 'data')
  socket.destroy()
  await dropped.promise
  t.pass('the outgoing request ended')
})

t.test('X6 a call may outlive a response that was sent', async (t) => {
  const done = deferred<string>()
  const piste = await startServer(t, (_, response) => {
    setTimeout(() => response.end('done'), 100)
  })
  const url = await startService(t, { piste }, (app) => {
    app.get('/', async (request) => {
      request
        .peer('piste')
        .get('x')
        .then(
          ({ text }) => done.resolve(text),
          (error) => done.resolve(error.message)
        )
      return 'early'
    })
  })
  t.equal(await (await fetch(url)).text(), 'early')
  t.equal(await done.promise, 'done')
})
