import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Fastify from 'fastify'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import gnarPg, { checkDatabase } from '../src/index.ts'
import { keepLog } from './log-lines.ts'
import { follow, promote, removeServer, startServer, startStandby } from './replication.ts'

t.test('P10 failover under load: no hang, no lost write, writes within 3 s, readiness tells', async (t) => {
  const first = await startServer()
  t.after(() => removeServer(first))
  await first.query("ALTER ROLE gnar SET synchronous_commit = 'on'")
  await first.query('CREATE TABLE written (id int)')
  const second = await startStandby(first)
  t.after(() => removeServer(second))

  const target = { port: first.port }
  const proxy = await startProxy(target)
  t.after(() => proxy.close())
  const { lines, logger } = keepLog()
  const fastify = Fastify({ logger })
  t.after(() => fastify.close())
  const endpoint = `127.0.0.1:${proxy.port}`
  await fastify.register(gnarPg, { env: first.local.env, endpoint, queryTimeoutMs: 5000, poolSize: 4 })
  const { db } = fastify
  await checkDatabase(fastify)

  let running = true
  let next = 0
  let longestMs = 0
  const confirmed: number[] = []
  const codes = new Map<string, number>()
  const load = Array.from({ length: 8 }, async () => {
    while (running) {
      const id = ++next
      const begun = performance.now()
      await db.run('INSERT INTO written VALUES ($1)', [id]).then(
        () => confirmed.push(id),
        async (error) => {
          codes.set(error.code, (codes.get(error.code) ?? 0) + 1)
          await delay(20)
        }
      )
      longestMs = Math.max(longestMs, performance.now() - begun)
    }
  })
  const untilConfirmed = async (count: number) => {
    const goal = confirmed.length + count
    while (confirmed.length < goal) await delay(5)
  }
  await untilConfirmed(50)

  // The address leads to the old primary, which is a standby now, until it is moved.
  await first.local.stop()
  await promote(second)
  await follow(join(first.dataDir, 'postgres'), second.port)
  const demoted = await startServer(first.dataDir)
  t.after(() => demoted.local.stop())
  target.port = demoted.port
  while (!codes.has('GNAR_ERR_PG_READ_ONLY')) await delay(5)
  await t.rejects(checkDatabase(fastify), { code: 'GNAR_ERR_PG_READ_ONLY' })

  target.port = second.port
  const moved = performance.now()
  await untilConfirmed(50)
  t.ok(performance.now() - moved < 3000, `writes after ${Math.round(performance.now() - moved)} ms`)
  await checkDatabase(fastify)
  const before = codes.get('GNAR_ERR_PG_READ_ONLY')
  await untilConfirmed(200)
  t.equal(codes.get('GNAR_ERR_PG_READ_ONLY'), before, 'no connection to the standby is left')
  running = false
  await Promise.all(load)
  t.ok(longestMs < 6000, `the longest write took ${Math.round(longestMs)} ms`)
  for (const code of codes.keys()) t.match(code, /^GNAR_ERR_PG_(CONNECT|CONNECTION_LOST|READ_ONLY)$/)
  t.ok(lines.some((line) => line.endsWith('is read-only; connections are replaced')))

  const { rows } = await second.query('SELECT id FROM written')
  const stored = new Set(rows.map(({ id }) => id))
  t.strictSame(
    confirmed.filter((id) => !stored.has(id)),
    [],
    'every confirmed write is there'
  )

  const reader = Fastify()
  t.after(() => reader.close())
  const options = { env: demoted.local.env, readOnly: true }
  await reader.register(gnarPg, options)
  await checkDatabase(reader)
  await t.rejects(reader.db.run('INSERT INTO written VALUES (0)'), { code: '25006' }, 'readOnly')
})

t.test('P10 a transaction that the app declares read-only keeps its connection', async (t) => {
  const server = await startServer()
  t.after(() => removeServer(server))
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: server.local.env, poolSize: 1 })
  const { db } = fastify
  const pid = await db.value('SELECT pg_backend_pid()')
  const written = db.transact(async (tx) => {
    await tx.run('SET TRANSACTION READ ONLY')
    await tx.run('CREATE TABLE a (id int)')
  })
  await t.rejects(written, { code: '25006' })
  t.equal(await db.value('SELECT pg_backend_pid()'), pid)
})
