import type { EventEmitter } from 'node:events'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'
import { translateError } from '../src/translate-error.ts'
import { keepLog } from './log-lines.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const port = Number(local.env.GNAR_PG_ENDPOINT?.split(':')[1])

/** An app that reaches the database through a proxy, and another that reaches it directly. */
async function start(t: Test, options: GnarPgOptions = {}) {
  const { lines, logger } = keepLog()
  const proxy = await startProxy({ port })
  const fastify = Fastify({ logger })
  const other = Fastify()
  t.after(async () => {
    await proxy.pass()
    await Promise.all([fastify.close(), other.close()])
    await proxy.close()
  })
  await fastify.register(gnarPg, { env: local.env, endpoint: `127.0.0.1:${proxy.port}`, ...options })
  await other.register(gnarPg, { env: local.env })
  const { db, pg } = fastify
  const table = `t_${t.name.replaceAll(/\W/g, '_').toLowerCase().slice(0, 50)}`
  await other.db.run(`CREATE TABLE ${table} (id int)`)
  const insert = `INSERT INTO ${table} VALUES ($1)`
  const ids = () => other.db.values<number>(`SELECT id FROM ${table} ORDER BY id`)
  const terminate = (pid: unknown) => other.db.value('SELECT pg_terminate_backend($1)', [pid])
  /** Every connection is back in the pool, usable. */
  const isWhole = async () =>
    pg.pool.idleCount === pg.pool.totalCount &&
    pg.pool.waitingCount === 0 &&
    (await db.value('SELECT 1')) === 1
  return { fastify, db, pg, lines, proxy, other, insert, ids, terminate, isWhole }
}

const pid = 'SELECT pg_backend_pid()'

/** Unlike `once` of node:events, this does not mind an error event before. */
const next = (emitter: EventEmitter, event: string) => new Promise((resolve) => emitter.once(event, resolve))

t.test('P5 losing an idle connection is a log line, and the next query has a new one', async (t) => {
  const { db, pg, lines, terminate } = await start(t)
  const removed = next(pg.pool, 'remove')
  await terminate(await db.value(pid))
  await removed
  t.match(lines.at(-1), /^An idle connection to Postgres at 127\.0\.0\.1:\d+\/gnar@gnar was lost: /)
  t.equal(await db.value('SELECT 1'), 1)
})

t.test('P5 while the server is gone queries fail at once, and work when it is back', async (t) => {
  const { db, pg, proxy, isWhole } = await start(t, { poolSize: 4 })
  let running = true
  const codes = new Set<string>()
  const load = Array.from({ length: 12 }, async () => {
    while (running) {
      await db.value('SELECT $1::int FROM pg_sleep(0.001)', [1]).catch((error) => codes.add(error.code))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  await db.value('SELECT 1')
  await proxy.refuse()
  const begun = performance.now()
  for (let n = 0; n < 5; n++) {
    await t.rejects(db.value('SELECT 1'), { code: /GNAR_ERR_PG_(CONNECT|CONNECTION_LOST)/ })
  }
  t.ok(performance.now() - begun < 3000, 'fast')
  await proxy.pass()
  t.equal(await db.value('SELECT 1'), 1)
  running = false
  await Promise.all(load)
  t.strictSame([...codes].sort(), ['GNAR_ERR_PG_CONNECT', 'GNAR_ERR_PG_CONNECTION_LOST'])
  t.ok(await isWhole())
  t.ok(pg.pool.totalCount <= 4)
})

t.test('P5 the server may be stopped and started again under load', async (t) => {
  const dataDir = t.testdir()
  const target = { port: 0 }
  const startServer = async () => {
    const server = await startLocal({ postgres: true, dataDir })
    target.port = Number(server.env.GNAR_PG_ENDPOINT?.split(':')[1])
    return server
  }
  const first = await startServer()
  const proxy = await startProxy(target)
  const fastify = Fastify()
  const servers = [first]
  t.after(async () => {
    await fastify.close()
    await proxy.close()
    for (const server of servers) await server.stop()
  })
  await fastify.register(gnarPg, { env: first.env, endpoint: `127.0.0.1:${proxy.port}`, poolSize: 3 })
  const { db } = fastify
  await db.run('CREATE TABLE counted (id int)')
  let running = true
  let written = 0
  const load = Array.from({ length: 6 }, async () => {
    while (running) {
      await db.run('INSERT INTO counted VALUES ($1)', [1]).then(
        () => written++,
        () => new Promise((resolve) => setTimeout(resolve, 10))
      )
    }
  })
  while (written < 20) await db.value('SELECT 1')
  await first.stop()
  await t.rejects(db.value('SELECT 1'), { code: /^GNAR_ERR_PG_/ })
  servers.push(await startServer())
  const before = written
  while (written < before + 20) await db.value('SELECT 1').catch(() => undefined)
  running = false
  await Promise.all(load)
  t.ok(
    (await db.value<number>('SELECT count(*)::int FROM counted', [], 0)) >= written,
    'nothing confirmed is lost'
  )
})

t.test('P6 a connection that ends during a query is one clear error', async (t) => {
  const { db, proxy, other, terminate, isWhole } = await start(t)
  const refused = t.rejects(db.value('SELECT pg_sleep(10)'), {
    code: 'GNAR_ERR_PG_CONNECTION_LOST',
    cause: { code: '57P01' }
  })
  const sleeping = "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(10)' AND state = 'active'"
  let sleeper: unknown
  while (sleeper === undefined) sleeper = await other.db.value(sleeping)
  await terminate(sleeper)
  await refused
  await db.value('SELECT 1')
  proxy.cutAfter(100_000)
  await t.rejects(db.value("SELECT repeat('x', 1000000)"), { code: 'GNAR_ERR_PG_CONNECTION_LOST' })
  await proxy.pass()
  t.ok(await isWhole())
})

t.test(
  'P6 a connection that ends in or between the statements of a transaction is one clear error',
  async (t) => {
    const { db, proxy, insert, ids, terminate, isWhole } = await start(t)
    const lost = { code: 'GNAR_ERR_PG_CONNECTION_LOST' }
    const between = db.transact(async (tx) => {
      await tx.run(insert, [1])
      await terminate(await tx.value(pid))
      await tx.run(insert, [2])
    })
    await t.rejects(between, lost)
    const inside = db.transact(async (tx) => {
      await tx.run(insert, [3])
      proxy.reset()
      await tx.run(insert, [4])
    })
    await t.rejects(inside, lost)
    await proxy.pass()
    const caught = db.transact(async (tx) => {
      await tx.run(insert, [5])
      proxy.reset()
      await tx.run(insert, [6]).catch(() => undefined)
      return 'done'
    })
    await t.rejects(caught, lost)
    await proxy.pass()
    const nested = db.transact(async (tx) => {
      await tx.run(insert, [7])
      await tx.transact(async (inner) => {
        proxy.reset()
        await inner.run(insert, [8])
      })
    })
    await t.rejects(nested, lost)
    await proxy.pass()
    t.strictSame(await ids(), [])
    t.ok(await isWhole())
  }
)

t.test('P6 a connection that is lost before COMMIT is not an unknown outcome', async (t) => {
  const { db, pg, insert, ids, terminate, isWhole } = await start(t)
  const client = new Promise<EventEmitter>((resolve) => pg.pool.once('acquire', resolve))
  const before = db.transact(async (tx) => {
    await tx.run(insert, [1])
    const ended = next(await client, 'end')
    await terminate(await tx.value(pid))
    await ended
  })
  await t.rejects(before, { code: 'GNAR_ERR_PG_CONNECTION_LOST' })
  t.strictSame(await ids(), [])
  t.ok(await isWhole())
})

t.test('P6 a lost response to COMMIT is reported as unknown, and the work is not repeated', async (t) => {
  const { db, proxy, insert, ids, isWhole } = await start(t)
  let calls = 0
  const unknown = db.transact(async (tx) => {
    calls++
    await tx.run(insert, [1])
    proxy.cutAfter(0)
  })
  await t.rejects(unknown, { code: 'GNAR_ERR_PG_COMMIT_UNKNOWN' })
  await proxy.pass()
  t.equal(calls, 1)
  while ((await ids()).length === 0) await new Promise((resolve) => setImmediate(resolve))
  t.strictSame(await ids(), [1], 'the server had committed')
  t.ok(await isWhole())
})

t.test('P6 fastify.pg.transact and the route option survive a lost connection', async (t) => {
  const { fastify, pg, proxy, insert, ids, terminate, isWhole } = await start(t)
  const lost = pg.transact(async (client) => {
    await client.query(insert, [1])
    const { rows } = await client.query(pid)
    const ended = next(client, 'end')
    await terminate(rows[0].pg_backend_pid)
    await ended
  })
  await t.rejects(lost, { code: 'GNAR_ERR_PG_CONNECTION_LOST' })

  fastify.register(async (scope) => {
    scope.post('/', { pg: { transact: true } }, async (request) => {
      await request.pg?.query(insert, [2])
      proxy.reset()
      await request.pg?.query(insert, [3])
    })
  })
  const inside = await fastify.inject({ method: 'POST', url: '/' })
  t.equal(inside.statusCode, 500)
  await proxy.refuse()
  const without = await fastify.inject({ method: 'POST', url: '/' })
  t.equal(without.json().code, 'GNAR_ERR_PG_CONNECT')
  await proxy.pass()
  t.strictSame(await ids(), [])
  t.ok(await isWhole())
})

t.test('P6 a silent server is cut at queryTimeoutMs, in a transaction as well', async (t) => {
  const { db, pg, proxy, insert, ids, isWhole } = await start(t, { queryTimeoutMs: 1000 })
  await db.value('SELECT 1')
  proxy.stall()
  const begun = performance.now()
  await t.rejects(db.value('SELECT 1'), {
    code: 'GNAR_ERR_PG_QUERY_TIMEOUT',
    message: 'did not respond within 1000 ms and the connection was cut'
  })
  await proxy.pass()
  await db.value('SELECT 1')
  proxy.stall()
  let called = false
  const atBegin = db.transact(() => {
    called = true
  })
  await t.rejects(atBegin, { code: 'GNAR_ERR_PG_QUERY_TIMEOUT' })
  t.equal(called, false)
  t.equal(pg.pool.totalCount, 0)
  await proxy.pass()
  const silent = db.transact(async (tx) => {
    await tx.run(insert, [1])
    proxy.stall()
    await tx.run(insert, [2])
  })
  await t.rejects(silent, { code: 'GNAR_ERR_PG_QUERY_TIMEOUT' })
  await proxy.pass()
  const atCommit = db.transact(async (tx) => {
    await tx.run(insert, [3])
    proxy.stall()
  })
  await t.rejects(atCommit, { code: 'GNAR_ERR_PG_COMMIT_UNKNOWN' })
  t.ok(performance.now() - begun < 20_000)
  t.equal(pg.pool.totalCount, 0)
  await proxy.pass()
  t.notMatch(await ids(), [1])
  t.equal(await db.value({ text: 'SELECT 5 FROM pg_sleep(1.5)', timeoutMs: 10_000 }), 5, 'its own time-out')
  await t.rejects(db.value({ text: 'SELECT pg_sleep(10)', timeoutMs: 50 }), {
    message: 'did not respond within 50 ms'
  })
  t.ok(await isWhole())
})

t.test('P6 a new connection to a server that never responds ends at acquireTimeoutMs', async (t) => {
  const { db, pg, proxy, terminate } = await start(t, { acquireTimeoutMs: 1000 })
  const removed = next(pg.pool, 'remove')
  await terminate(await db.value(pid))
  await removed
  proxy.stall()
  await t.rejects(db.value('SELECT 1'), {
    code: 'GNAR_ERR_PG_CONNECT',
    message: 'the server does not respond'
  })
  await proxy.pass()
  t.equal(await db.value('SELECT 1'), 1)
})

t.test(
  "P6 queries that wait for a connection that never opens fail with the server's fault, not the pool's",
  async (t) => {
    const { db, proxy, isWhole } = await start(t, { poolSize: 2, acquireTimeoutMs: 1000 })
    await db.value('SELECT 1')
    proxy.stall()
    const queries = [1, 2, 3].map((n) =>
      db.value({ text: `SELECT ${n}`, timeoutMs: 3000 }).catch((error) => error)
    )
    const codes = (await Promise.all(queries)).map((error) => (error as { code: string }).code)
    t.strictSame(codes, ['GNAR_ERR_PG_QUERY_TIMEOUT', 'GNAR_ERR_PG_CONNECT', 'GNAR_ERR_PG_CONNECT'])
    await proxy.pass()
    t.ok(await isWhole())
  }
)

t.test('P6 queries wait for a busy pool until acquireTimeoutMs, and the error names its size', async (t) => {
  const { db, pg, isWhole } = await start(t, { poolSize: 2, acquireTimeoutMs: 1000 })
  const clients = [await pg.connect(), await pg.connect()]
  const waiting = db.value('SELECT 1')
  await t.rejects(waiting, {
    code: 'GNAR_ERR_PG_ACQUIRE_TIMEOUT',
    statusCode: 503,
    message: 'all 2 Postgres connections of the pool stayed in use for 1000 ms'
  })
  await t.rejects(
    db.transact(async () => 1),
    { code: 'GNAR_ERR_PG_ACQUIRE_TIMEOUT' }
  )
  const patient = db.value('SELECT 1')
  for (const client of clients) client.release()
  t.equal(await patient, 1)
  t.ok(await isWhole())
})

t.test(
  'P6 a statement that the server cancels is a clear error, and the connection remains in use',
  async (t) => {
    const { db, isWhole } = await start(t, { statementTimeoutMs: 100 })
    const before = await db.value(pid)
    await t.rejects(db.value('SELECT pg_sleep(10)'), {
      code: 'GNAR_ERR_PG_STATEMENT_CANCELED',
      message: 'Postgres canceled the statement (canceling statement due to statement timeout)'
    })
    t.equal(await db.value(pid), before)
    t.ok(await isWhole())
  }
)

t.test('P6 an error that is fatal to the connection ends it, whatever its SQLSTATE', async (t) => {
  const context = { address: 'db', envPrefix: 'GNAR', poolSize: 1, acquireTimeoutMs: 1, queryTimeoutMs: 1 }
  const translate = (error: unknown) =>
    translateError(error, { during: 'query', connectionIsLost: false }, context)
  const conflict = Object.assign(new Error('terminating connection due to conflict with recovery'), {
    code: '40001'
  })
  const fatal = translate(Object.assign(conflict, { severity: 'FATAL' }))
  t.match(fatal, { code: 'GNAR_ERR_PG_CONNECTION_LOST', cause: conflict })
  t.equal(translate(Object.assign(conflict, { severity: 'ERROR' })), conflict)
})

t.test('P6 closing waits for queries in flight', async (t) => {
  const { fastify, db } = await start(t)
  const inFlight = db.value('SELECT 7 FROM pg_sleep(0.2)')
  await new Promise((resolve) => setImmediate(resolve))
  await fastify.close()
  t.equal(await inFlight, 7)
  await t.rejects(db.value('SELECT 1'), { code: 'GNAR_ERR_PG_CLOSED' })
})

t.test('P6 at the deadline of closing, queries and connections still in use are cut', async (t) => {
  const { fastify, db, pg } = await start(t, { closeTimeoutMs: 200 })
  const cut = db.value('SELECT pg_sleep(30)')
  const leaked = await pg.connect()
  const begun = performance.now()
  const closed = fastify.close()
  await t.rejects(cut, { code: 'GNAR_ERR_PG_CONNECTION_LOST' })
  await closed
  t.ok(performance.now() - begun < 4000)
  await t.rejects(leaked.query('SELECT 1'))
  t.doesNotThrow(() => leaked.release(), 'a late release is not an error')
})

t.test('P6 closing does not hang on a silent server', async (t) => {
  const { fastify, db, pg, proxy } = await start(t, { closeTimeoutMs: 200 })
  await db.value('SELECT 1')
  const client = await pg.connect()
  client.release()
  proxy.stall()
  const ended = next(client, 'end')
  const begun = performance.now()
  await fastify.close()
  await ended
  t.ok(performance.now() - begun < 4000)
})
