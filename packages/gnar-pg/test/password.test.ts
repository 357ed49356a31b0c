import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const admin = Fastify()
t.after(() => admin.close())
await admin.register(gnarPg, { env: local.env })

let roles = 0

/** A role of its own whose password a test changes, and an app that logs in as it. */
async function start(t: Test, options: GnarPgOptions) {
  const role = `rotating_${++roles}`
  await admin.db.run(`CREATE ROLE ${role} LOGIN PASSWORD 'first'`)
  const { GNAR_PG_PASSWORD: _password, ...env } = local.env
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, {
    poolSize: 4,
    idleTimeoutMs: 5,
    ...options,
    env: { ...env, ...options.env, GNAR_PG_USERNAME: role }
  })
  return { db: fastify.db, role }
}

/** Queries without end, whose connections come and go. */
function load(db: { value(sql: string): Promise<unknown> }) {
  const failures: unknown[] = []
  let running = true
  let done = 0
  const loops = Array.from({ length: 8 }, async () => {
    while (running) {
      await db.value('SELECT pg_sleep(0.001)').then(
        () => done++,
        (error) => failures.push(error)
      )
      await delay(Math.random() * 10)
    }
  })
  return {
    failures,
    untilDone: async (count: number) => {
      const goal = done + count
      while (done < goal) await delay(5)
    },
    stop: async () => {
      running = false
      await Promise.all(loops)
    }
  }
}

t.test('P9 a password function is asked for each connection, and a rotation loses no query', async (t) => {
  let current = 'first'
  let asked = 0
  const { db, role } = await start(t, {
    password: async () => {
      asked++
      return current
    }
  })
  const { failures, untilDone, stop } = load(db)
  await untilDone(50)
  t.ok(asked > 1, 'asked more than once')
  for (const next of ['second', 'third']) {
    await admin.db.run(`ALTER ROLE ${role} PASSWORD '${next}'`)
    await admin.db.all(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND state = $2',
      [role, 'idle']
    )
    // The vault is a little later than the database.
    await delay(150)
    current = next
    await untilDone(50)
  }
  await stop()
  t.strictSame(
    failures.filter((error) => (error as { code: string }).code !== 'GNAR_ERR_PG_CONNECTION_LOST'),
    []
  )
})

t.test('P9 a password file is read again for each connection', async (t) => {
  const file = join(t.testdir({}), 'password')
  writeFileSync(file, 'first\n')
  const { db, role } = await start(t, { env: { GNAR_PG_PASSWORD_FILE: file } })
  const { failures, untilDone, stop } = load(db)
  await untilDone(50)
  await admin.db.run(`ALTER ROLE ${role} PASSWORD 'second'`)
  await delay(150)
  writeFileSync(file, 'second\n')
  await untilDone(100)
  await stop()
  t.strictSame(failures, [])
})

t.test('P9 a password function that fails is a clear error without its secret', async (t) => {
  const failing: [() => unknown, RegExp][] = [
    [() => Promise.reject(new Error('the vault is sealed')), /the password function failed: see the cause/],
    [() => undefined, /the password function returned no text/]
  ]
  for (const [password, message] of failing) {
    const fastify = Fastify()
    const registered = fastify.register(gnarPg, {
      env: local.env,
      connectTimeoutMs: 100,
      password: password as () => string
    })
    await t.rejects(async () => registered, { code: 'GNAR_ERR_PG_CONNECT', message })
    await fastify.close()
  }
  await t.rejects(async () => Fastify().register(gnarPg, { env: local.env, password: 7 as never }), {
    message: 'must be text that is not empty, or a function that returns it'
  })
})
