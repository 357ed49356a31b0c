import { setImmediate } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import gnarPeer from '../src/index.ts'
import { startApp } from './services.ts'

/** Two services in one process: the app calls `piste` without a network. */
async function startFleet(t: Test, addRoutes: (piste: FastifyInstance) => void, options: object = {}) {
  const piste = Fastify()
  t.after(() => piste.close())
  addRoutes(piste)
  return startApp(t, { peers: { piste }, ...options }, (app) => {
    app.get('/ask', async (request) => (await request.peer('piste').get('who')).json())
  })
}

t.test('X2 a peer may be a Fastify instance, called without a port', async (t) => {
  const app = await startFleet(t, (piste) => {
    piste.get('/who', ({ id, headers, query }) => ({ id, received: headers['x-request-id'], query }))
    piste.post('/json', async ({ body }) => body)
    piste.get('/missing', (_, reply) => reply.code(404).send({ error: 'none' }))
    piste.get('/away', (_, reply) => reply.redirect('/who?from=away'))
    piste.get('/numbers', (_, reply) => reply.header('x-number', 7).header('x-list', ['a', 'b']).send(''))
  })
  const piste = app.peer('piste')
  t.match((await piste.get('who', { a: 'b c' })).json(), { query: { a: 'b c' } })
  t.strictSame((await piste.post('json', null, { shaka: '🤙' })).json(), { shaka: '🤙' })
  const missing = await piste.get('missing')
  t.strictSame([missing.status, missing.ok], [404, false])
  t.throws(() => missing.raiseForStatus(), { code: 'GNAR_ERR_PEER_STATUS', statusCode: 502 })
  t.match((await piste.get('away')).json(), { query: { from: 'away' } }, 'redirects are followed')
  t.match((await piste.get('numbers')).headers, { 'x-number': '7', 'x-list': 'a, b' })
  const streamed = await piste.get('who', null, { stream: true })
  t.match((await streamed.body.toArray()).join(''), '"query":{}')
  t.match((await app.inject('/ask')).json(), { received: /^req-/ }, 'the request id propagates')
})

t.test('X5 X8 the rules for paths, limits and errors also apply in process', async (t) => {
  let ended = 0
  const app = await startFleet(
    t,
    (piste) => {
      piste.get('/hang', () => new Promise(() => {}))
      piste.get('/half', (_, reply) => {
        reply.hijack()
        reply.raw.on('close', () => ended++)
        reply.raw.writeHead(200).write('half')
      })
      piste.get('/big', () => 'x'.repeat(2000))
      piste.get('/fail', () => {
        throw new Error('broken')
      })
    },
    { maxBodyBytes: 1000 }
  )
  const piste = app.peer('piste')
  await t.rejects(piste.get('../x'), { code: 'GNAR_ERR_PEER_USAGE' })
  await t.rejects(piste.get('hang', null, { timeoutMs: 100 }), {
    code: 'GNAR_ERR_PEER_TIMEOUT',
    statusCode: 504,
    peer: 'piste'
  })
  await t.rejects(piste.get('hang', null, { stream: true, timeoutMs: 100 }), {
    code: 'GNAR_ERR_PEER_TIMEOUT'
  })
  const { body } = await piste.get('half', null, { stream: true, timeoutMs: 1_000 })
  await t.rejects(body.toArray(), { code: 'GNAR_ERR_PEER_TIMEOUT' }, 'also a stream that stalls')
  const aborting = new AbortController()
  const aborted = await piste.get('half', null, { stream: true, signal: aborting.signal })
  aborting.abort()
  await t.rejects(aborted.body.toArray(), { code: 'GNAR_ERR_PEER_ABORTED' })
  ;(await piste.get('half', null, { stream: true })).body.destroy()
  while (ended < 3) await setImmediate()
  await t.rejects(piste.get('hang', null, { signal: AbortSignal.abort() }), { code: 'GNAR_ERR_PEER_ABORTED' })
  await t.rejects(piste.get('big'), { code: 'GNAR_ERR_PEER_BAD_ANSWER' })
  t.equal((await piste.get('fail')).status, 500)
})

t.test('X6 a hanging in-process call ends when its caller closes', async (t) => {
  const app = await startFleet(t, (piste) => {
    piste.get('/hang', () => new Promise(() => {}))
  })
  const call = app
    .peer('piste')
    .get('hang')
    .catch((error) => error)
  await app.close()
  t.match(await call, { code: 'GNAR_ERR_PEER_CLOSED', statusCode: 503 })
})

t.test('X2 two services that call each other run in one process', async (t) => {
  const [piste, offPiste] = [Fastify(), Fastify()]
  t.after(() => Promise.all([piste.close(), offPiste.close()]))
  await piste.register(gnarPeer, { peers: { 'off-piste': offPiste }, env: {} })
  await offPiste.register(gnarPeer, { peers: { piste }, env: {} })
  piste.get('/name', () => 'piste')
  piste.get('/ask', async (request) => (await request.peer('off-piste').get('ask')).text)
  offPiste.get('/ask', async (request) => (await request.peer('piste').get('name')).text)
  t.equal((await piste.inject('/ask')).payload, 'piste')
})
