import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'
import { keepLog } from './log-lines.ts'

const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0
const needsPgBouncer = { skip: !isInstalled && 'needs PgBouncer: apt-get install pgbouncer' }

/** PgBouncer in transaction mode with two server connections in front of a server of its own. */
async function startPgBouncer(t: Test) {
  const local = await startLocal({ postgres: true })
  const folder = await mkdtemp(join(tmpdir(), 'gnar-pgbouncer-'))
  await chmod(folder, 0o755)
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  const serverPort = local.env.GNAR_PG_ENDPOINT?.split(':')[1]
  await writeFile(join(folder, 'users.txt'), '"gnar" "gnar"\n')
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]
gnar = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = 2
`
  )
  const asOther = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const child = spawn('pgbouncer', [...asOther, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' })
  const gone = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGINT')
    child.kill('SIGTERM')
    await gone
    await local.stop()
    await rm(folder, { recursive: true })
  })
  return { local, port }
}

t.test(
  'P8 PgBouncer in transaction mode serves queries, transactions and migrations',
  needsPgBouncer,
  async (t) => {
    const { local, port } = await startPgBouncer(t)
    const start = async (own: GnarPgOptions) => {
      const { lines, logger } = keepLog()
      const fastify = Fastify({ logger })
      t.after(() => fastify.close())
      await fastify.register(gnarPg, { env: local.env, ...own })
      return { db: fastify.db, lines }
    }
    const endpoint = `postgres://gnar:gnar@127.0.0.1:${port}/gnar`
    const folder = t.testdir({ '1.sql': 'CREATE TABLE rider (id int)' })
    await t.rejects(start({ endpoint: `${endpoint}?pgbouncer=true`, migrations: folder }), {
      code: 'GNAR_ERR_CONFIGURATION',
      message: 'GNAR_PG_MIGRATIONS_ENDPOINT'
    })
    const { db, lines } = await start({
      endpoint: `${endpoint}?pgbouncer=true`,
      migrations: folder,
      migrationsEndpoint: local.env.GNAR_PG_ENDPOINT
    })
    t.notMatch(lines.join(), 'rejects')
    await Promise.all(
      Array.from({ length: 40 }, (_, id) =>
        db.transact(async (tx) => {
          await tx.run('INSERT INTO rider VALUES ($1)', [id])
          await tx.value('SELECT count(*) FROM rider WHERE id = $1', [id])
        })
      )
    )
    t.equal(await db.value('SELECT count(*)::int FROM rider'), 40)

    await t.rejects(db.value({ text: 'SELECT pg_sleep(600)', timeoutMs: 200 }), {
      code: 'GNAR_ERR_PG_QUERY_TIMEOUT'
    })
    const direct = await start({})
    const running =
      "SELECT count(*)::int FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'"
    const begun = performance.now()
    while ((await direct.db.value(running)) !== 0) await delay(20)
    t.ok(performance.now() - begun < 5000, 'canceled through the pooler')

    const unnamed = await start({ endpoint, prepare: false })
    t.match(unnamed.lines.join('\n'), 'The pooler rejects statement_timeout')
    t.equal(await unnamed.db.value('SELECT $1::int', [1]), 1)
  }
)
