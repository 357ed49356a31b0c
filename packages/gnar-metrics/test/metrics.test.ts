import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import gnarArgon2 from 'gnar-argon2'
import gnarJwt from 'gnar-jwt'
import { startLocal } from 'gnar-local'
import gnarPeer from 'gnar-peer'
import gnarPg from 'gnar-pg'
import gnarSqs from 'gnar-sqs'
import { Counter } from 'prom-client'
import t, { type Test } from 'tap'
import gnarMetrics, { type GnarMetricsOptions } from '../src/index.ts'

async function start(
  t: Test,
  options: GnarMetricsOptions = {},
  add: (fastify: FastifyInstance) => unknown = () => {}
) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarMetrics, { env: {}, ...options })
  await add(fastify)
  await fastify.ready()
  return fastify
}

/** The samples of a scrape, by name and labels. */
function samples(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))])
  )
}

async function scrape(fastify: FastifyInstance): Promise<Record<string, number>> {
  return samples((await fastify.inject('/metrics')).body)
}

t.test('T2 requests are measured by pattern of the route, method and class of the status', async (t) => {
  const fastify = await start(t, {}, (fastify) => {
    fastify.get('/user/:id', async () => 'x')
    fastify.post('/user', async () => {
      throw new Error('no coffee')
    })
  })
  await fastify.inject('/user/1')
  await fastify.inject('/user/2?token=s3cret')
  await fastify.inject({ method: 'POST', url: '/user' })
  const found = await scrape(fastify)
  t.match(found, {
    'http_request_duration_seconds_count{method="GET",route="/user/:id",status_class="2xx"}': 2,
    'http_request_duration_seconds_count{method="POST",route="/user",status_class="5xx"}': 1,
    http_requests_in_flight: 1
  })
  t.match((await fastify.inject('/metrics')).body, '# TYPE nodejs_gc_duration_seconds histogram')
  t.match(found, { nodejs_eventloop_lag_p99_seconds: Number, nodejs_heap_size_used_bytes: Number })
  t.notMatch(JSON.stringify(found), 's3cret')
})

t.test('T2 whatever paths and methods a client sends, the number of metrics stays the same', async (t) => {
  const fastify = await start(t, {}, (fastify) => fastify.get('/user/:id', async () => 'x'))
  const url = new URL(await fastify.listen({ port: 0 }))
  const ask = (id: number) =>
    Promise.all([fetch(`${url}user/${id}`), fetch(`${url}${id}`), fetch(`${url}${id}?x=${id}`)])
  await ask(0)
  await fetch(`${url}metrics`)
  const send = (method: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () =>
        socket.end(`${method} /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      )
      socket
        .on('close', () => resolve())
        .on('error', () => {})
        .resume()
    })
  await send('PURGE')
  const before = Object.keys(await scrape(fastify)).filter((name) => name.startsWith('http_'))
  for (let id = 1; id < 200; id += 1) await ask(id)
  for (const method of ['LOCK', 'SEARCH', 'PROPFIND']) await send(method)
  const after = Object.keys(await scrape(fastify)).filter((name) => name.startsWith('http_'))
  t.strictSame(after, before)
  t.ok(after.some((name) => name.includes('route="unknown"')))
})

t.test('T2 a hook that responds before ours leaves the number of requests in flight right', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.url === '/early') return reply.send('early')
  })
  await fastify.register(gnarMetrics, { env: {} })
  fastify.get('/early', async () => 'x')
  await fastify.inject('/early')
  t.match(await scrape(fastify), { http_requests_in_flight: 1 })
})

t.test('T2 metrics may have a port of their own', async (t) => {
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(JSON.parse(line).msg) }
  const fastify = Fastify({ logger: { stream } })
  t.after(() => fastify.close())
  await fastify.register(gnarMetrics, { env: { GNAR_METRICS_PORT: '0' }, labels: { service: 'piste' } })
  const url = /http:\S+/.exec(lines.join())?.[0] ?? ''
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  const response = await fetch(url)
  t.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
  t.match(samples(await response.text()), { 'http_requests_in_flight{service="piste"}': 0 })
  t.equal((await fetch(url.replace('/metrics', '/'))).status, 404)
  t.equal((await fastify.inject('/metrics')).statusCode, 404)
  await fastify.close()
  await t.rejects(fetch(url))
})

t.test('T2 a port that is taken is an error that names it', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const fastify = Fastify()
  t.after(() => fastify.close())
  await t.rejects(async () => fastify.register(gnarMetrics, { env: {}, port }), {
    code: 'GNAR_ERR_METRICS_PORT',
    message: new RegExp(`port ${port}: listen EADDRINUSE`)
  })
})

t.test('T2 an app adds metrics of its own', async (t) => {
  const fastify = await start(t)
  new Counter({ name: 'signups_total', help: 'Sign-ups.', registers: [fastify.metrics] }).inc()
  t.match(await scrape(fastify), { signups_total: 1 })
})

t.test('T2 invalid options are listed', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  const options = { env: {}, path: 'metrics', buckets: [1, 0.5], labels: { '1': 'x' } }
  await t.rejects(async () => fastify.register(gnarMetrics, options), {
    code: 'GNAR_ERR_CONFIGURATION',
    problems: [{ option: 'path' }, { option: 'buckets' }, { option: 'labels' }]
  })
})

t.test(
  'T2 queries, queues, peer calls, hashes and refusals are measured, and the dashboard and the alerts use them',
  async (t) => {
    const local = await startLocal({ postgres: true, sqs: true, queues: ['activity'] })
    t.after(() => local.stop())
    const { env } = local
    let received = 0
    const fastify = await start(t, {}, async (fastify) => {
      await fastify.register(gnarPg, { env })
      await fastify.register(gnarJwt, { env, secret: 'x'.repeat(32) })
      await fastify.register(gnarPeer, { env, peers: { gone: 'http://127.0.0.1:9' }, retries: 0 })
      await fastify.register(gnarArgon2, { env, timeCost: 1, memoryCost: 64 })
      const callback = async () => {
        received += 1
        if (received === 1) throw new Error('no coffee')
      }
      await fastify.register(gnarSqs, {
        env,
        polls: { queueName: 'activity', intervalSeconds: 0.05, callback }
      })
      fastify.get('/protected', { onRequest: fastify.authenticate }, async () => 'x')
    })
    await fastify.db.all({ text: 'SELECT $1::int', values: [1], name: 'find-rider' })
    await fastify.db.run('SELECT 1/0').catch(() => {})
    await fastify
      .peer('gone')
      .get('x')
      .catch(() => {})
    await fastify.generatePasswordHash('x')
    await fastify.inject('/protected')
    await fastify.sendSqsMessages('activity', ['first', 'second'])
    let found = await scrape(fastify)
    while (found['gnar_sqs_deleted_total{queue="activity"}'] !== 1) {
      // A request by inject alone never lets the event loop turn.
      await new Promise((resolve) => setTimeout(resolve, 20))
      found = await scrape(fastify)
    }
    t.match(found, {
      'gnar_pg_query_duration_seconds_count{name="find-rider",outcome="ok"}': 1,
      'gnar_pg_query_duration_seconds_count{name="SELECT",outcome="error"}': 1,
      'gnar_pg_acquire_duration_seconds_count{outcome="ok"}': 2,
      gnar_pg_pool_waiting: 0,
      gnar_pg_pool_connections: Number,
      gnar_pg_pool_max_connections: fastify.pg.pool.options.max,
      'gnar_peer_call_duration_seconds_count{peer="gone",outcome="unreachable"}': 1,
      'gnar_peer_attempts_total{peer="gone"}': 1,
      gnar_argon2_pending: 0,
      gnar_argon2_wait_seconds_count: 1,
      'gnar_argon2_duration_seconds_count{operation="hash"}': 1,
      'gnar_jwt_refusals_total{code="GNAR_ERR_JWT_MISSING"}': 1,
      'gnar_sqs_sent_total{queue="activity"}': 2,
      'gnar_sqs_received_total{queue="activity"}': 2,
      'gnar_sqs_handled_total{queue="activity"}': 1,
      'gnar_sqs_failed_total{queue="activity"}': 1,
      'gnar_sqs_handle_duration_seconds_count{queue="activity",outcome="error"}': 1,
      'gnar_sqs_oldest_in_flight_seconds{queue="activity"}': 0
    })

    const body = (await fastify.inject('/metrics')).body
    const existing = new Set([...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
    for (const file of ['dashboard.json', 'alerts.yaml']) {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
      const used = [...text.matchAll(/\b((?:http|nodejs|process|gnar)_\w+)/g)].map(([, name = '']) =>
        name.replace(/_(?:bucket|count|sum)$/, '')
      )
      t.ok(used.length > 10, file)
      t.strictSame(
        [...new Set(used)].filter((name) => !existing.has(name)),
        [],
        `metrics of ${file} that do not exist`
      )
    }
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const own = [...existing].filter((name) => /^(?:http|gnar)_/.test(name ?? ''))
    t.strictSame(
      own.filter((name) => !readme.includes(`\`${name}\``)),
      [],
      'metrics without a row in the README'
    )
  }
)

t.test('T2 what an app makes up at run time cannot add metrics without end', async (t) => {
  const { boundedLabel } = await import('../src/bounded-label.ts')
  const label = boundedLabel()
  const values = Array.from({ length: 500 }, (_, index) => label(`name-${index}`))
  t.equal(new Set(values).size, 101)
  t.equal(values.at(-1), 'other')
  t.equal(label('name-0'), 'name-0')
})
