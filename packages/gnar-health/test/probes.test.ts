import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import gnarHealth, { type GnarHealthOptions } from '../src/index.ts'

function create(t: Test, options: GnarHealthOptions = {}, lines: string[] = []) {
  const stream = { write: (line: string) => void lines.push(JSON.parse(line).msg) }
  const fastify = Fastify({ logger: { stream } })
  t.after(() => fastify.close())
  fastify.register(gnarHealth, { production: false, ...options })
  return fastify
}

async function ask(fastify: FastifyInstance, path: string) {
  const response = await fastify.inject(path)
  return [response.statusCode, response.json()]
}

t.test('K1 a started app is live, started and ready, and its probes are never cached', async (t) => {
  const fastify = create(t)
  t.same(await ask(fastify, '/health/live'), [200, { status: 'live' }])
  t.same(await ask(fastify, '/health/startup'), [200, { status: 'started' }])
  t.same(await ask(fastify, '/health/ready'), [200, { status: 'ready' }])
  for (const path of ['/health/live', '/health/startup', '/health/ready']) {
    t.equal((await fastify.inject(path)).headers['cache-control'], 'no-store', path)
  }
})

t.test('K1 until the app is marked as started, startup and ready return 503', async (t) => {
  const fastify = create(t, { startedWhen: 'marked' })
  t.same(await ask(fastify, '/health/live'), [200, { status: 'live' }])
  t.same(await ask(fastify, '/health/startup'), [503, { status: 'starting' }])
  t.same(await ask(fastify, '/health/ready'), [503, { status: 'starting' }])
  fastify.health.markStarted()
  t.same(await ask(fastify, '/health/startup'), [200, { status: 'started' }])
  t.same(await ask(fastify, '/health/ready'), [200, { status: 'ready' }])
})

t.test('K1 a closing app is not ready and stays so, yet is live and started', async (t) => {
  const fastify = create(t)
  await fastify.ready()
  fastify.health.markClosing()
  fastify.health.markStarted()
  t.same(await ask(fastify, '/health/ready'), [503, { status: 'closing' }])
  t.same(await ask(fastify, '/health/live'), [200, { status: 'live' }])
  t.same(await ask(fastify, '/health/startup'), [200, { status: 'started' }])
})

t.test('K2 a failing check makes the app not ready, never not alive', async (t) => {
  const lines: string[] = []
  const fastify = create(t, {}, lines)
  await fastify.ready()
  let down = true
  fastify.addHealthCheck(
    'database',
    () => {
      if (down) throw new Error('connection refused')
    },
    { maxAgeMs: 0 }
  )
  fastify.addHealthCheck('queue', async () => 'fine')
  t.same(await ask(fastify, '/health/ready'), [
    503,
    { status: 'not ready', failing: ['database'], reasons: { database: 'connection refused' } }
  ])
  await ask(fastify, '/health/ready')
  t.same(await ask(fastify, '/health/live'), [200, { status: 'live' }])
  down = false
  t.same(await ask(fastify, '/health/ready'), [200, { status: 'ready' }])
  t.same(lines, [
    'Health check "database" is failing: connection refused',
    'Health check "database" has recovered'
  ])
})

t.test('K1 in production only the log shows the reasons', async (t) => {
  const lines: string[] = []
  const fastify = create(t, { production: true }, lines)
  await fastify.ready()
  fastify.addHealthCheck('database', () => Promise.reject(new Error('no route to 10.0.0.5')))
  t.same(await ask(fastify, '/health/ready'), [503, { status: 'not ready', failing: ['database'] }])
  t.same(lines, ['Health check "database" is failing: no route to 10.0.0.5'])
})

t.test('K2 however often the probe is called, a check runs once per maxAgeMs', async (t) => {
  const fastify = create(t)
  await fastify.ready()
  const runs = { long: 0, short: 0 }
  fastify.addHealthCheck('long', () => void runs.long++, { maxAgeMs: 60_000 })
  fastify.addHealthCheck('short', () => void runs.short++, { maxAgeMs: 1 })
  await Promise.all(Array.from({ length: 50 }, () => fastify.inject('/health/ready')))
  const before = runs.short
  await sleep(20)
  await fastify.inject('/health/ready')
  t.equal(runs.long, 1)
  t.equal(runs.short, before + 1)
})

t.test(
  'K2 a stalled check fails after timeoutMs, is aborted, and is not started again while it runs',
  async (t) => {
    const fastify = create(t)
    await fastify.ready()
    let runs = 0
    let release = () => {}
    const signals: AbortSignal[] = []
    fastify.addHealthCheck(
      'database',
      (signal) => {
        runs += 1
        signals.push(signal)
        return runs === 1 ? new Promise<void>((resolve) => (release = resolve)) : undefined
      },
      { timeoutMs: 30, maxAgeMs: 0 }
    )
    const stalled = [
      503,
      { status: 'not ready', failing: ['database'], reasons: { database: 'no response within 30 ms' } }
    ]
    t.same(await ask(fastify, '/health/ready'), stalled)
    t.equal(signals[0]?.aborted, true)
    t.same(await ask(fastify, '/health/ready'), stalled)
    t.equal(runs, 1)
    release()
    await nextTurn()
    t.same(await ask(fastify, '/health/ready'), [200, { status: 'ready' }])
    t.equal(runs, 2)
  }
)

t.test('K2 whatever a check throws becomes a reason', async (t) => {
  const fastify = create(t)
  await fastify.ready()
  fastify.addHealthCheck('text', () => Promise.reject('just text'))
  fastify.addHealthCheck('code', () =>
    Promise.reject(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))
  )
  const [, body] = await ask(fastify, '/health/ready')
  t.same(body.reasons, { text: 'just text', code: 'ECONNREFUSED' })
})

t.test('K1 paths are options, and stay at the root under any prefix', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarHealth, {
    prefix: '/api',
    livePath: '/up',
    readyPath: '/go',
    startupPath: '/boot'
  })
  for (const path of ['/up', '/go', '/boot']) t.equal((await fastify.inject(path)).statusCode, 200, path)
  t.equal((await fastify.inject('/api/up')).statusCode, 404)
})

t.test('K1 probes log no request lines and are public to a hook that checks', async (t) => {
  const lines: string[] = []
  const fastify = create(t, {}, lines)
  const configs: unknown[] = []
  fastify.addHook('onRequest', async (request) => {
    configs.push(request.routeOptions.config)
  })
  await fastify.inject('/health/live')
  t.match(configs, [{ public: true }])
  t.same(lines, [])
})

t.test('K1 an invalid option or check is an error that says why', async (t) => {
  const wrong = Fastify()
  t.after(() => wrong.close())
  await t.rejects(async () => wrong.register(gnarHealth, { livePath: 'live' }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: /livePath .* must be a path that starts with \//
  })
  const fastify = create(t)
  await fastify.ready()
  fastify.addHealthCheck('database', () => {})
  t.throws(() => fastify.addHealthCheck('database', () => {}), { code: 'GNAR_ERR_HEALTH_CHECK' })
  t.throws(() => fastify.addHealthCheck('other', () => {}, { timeoutMs: -1 }), {
    message: /"other": timeoutMs must be/
  })
})

t.test('K1 one frozen options object registers twice', async (t) => {
  const options = Object.freeze({ livePath: '/up', production: true })
  for (const fastify of [create(t, options), create(t, options)]) {
    t.equal((await fastify.inject('/up')).statusCode, 200)
  }
})
