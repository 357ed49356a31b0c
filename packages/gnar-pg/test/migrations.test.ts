import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions, type MigrateOptions, migrate } from '../src/index.ts'
import { keepLog } from './log-lines.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const admin = Fastify()
t.after(() => admin.close())
await admin.register(gnarPg, { env: local.env })

let databases = 0

/** An empty database, and a folder of migrations. */
async function start(t: Test, files: Record<string, string>) {
  const database = `db_${++databases}`
  await admin.db.run(`CREATE DATABASE ${database}`)
  const fastify = Fastify()
  t.after(() => fastify.close())
  const env = { ...local.env, GNAR_PG_DATABASE: database }
  await fastify.register(gnarPg, { env })
  const migrations = join(t.testdir({}), 'migrations')
  const save = (name: string, sql: string) => writeFileSync(join(migrations, name), sql)
  mkdirSync(migrations)
  for (const [name, sql] of Object.entries(files)) save(name, sql)
  const options = { env, migrations }
  return {
    db: fastify.db,
    env,
    options,
    save,
    remove: (name: string) => rmSync(join(migrations, name)),
    run: (own: MigrateOptions = {}, more: GnarPgOptions = {}) => migrate({ ...options, ...more }, own),
    names: () => fastify.db.values('SELECT name FROM gnar_migrations ORDER BY name')
  }
}

const names = (applied: readonly { name: string }[]) => applied.map(({ name }) => name)

t.test('P11 the start applies files in order of name before it is ready, and logs each', async (t) => {
  const { env, options, names, db } = await start(t, {
    '2_b.sql': 'INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)',
    '1_a.sql': 'CREATE TABLE a (id int);',
    'notes.md': 'not SQL'
  })
  const { lines, logger } = keepLog()
  const fastify = Fastify({ logger })
  t.after(() => fastify.close())
  await fastify.register(gnarPg, options)
  t.strictSame(await names(), ['1_a.sql', '2_b.sql'])
  t.match(lines.slice(1), [
    /^Migration 1_a\.sql applied in \d+ ms$/,
    /^Migration 2_b\.sql applied in \d+ ms$/
  ])
  t.strictSame(await fastify.db.values('SELECT id FROM a ORDER BY id'), [1, 2])
  t.match(await db.one("SELECT * FROM gnar_migrations WHERE name = '1_a.sql'"), {
    sha256: /^[\da-f]{64}$/,
    applied_at: Date,
    duration_ms: Number
  })
  t.strictSame(await migrate({ ...options, env: { ...env } }), { applied: [], pending: [] }, 'only once')
})

t.test('P11 a failed file names file, line and error, leaves nothing, and is tried again', async (t) => {
  const {
    run,
    names: applied,
    save,
    db
  } = await start(t, {
    '1.sql': 'CREATE TABLE a (id int PRIMARY KEY);',
    '2.sql': '-- two rows\nINSERT INTO a VALUES (1);\n\nINSERT INTO a\n  VALUES (1);\n',
    '3.sql': 'SELECT 3'
  })
  await t.rejects(run(), {
    code: 'GNAR_ERR_PG_MIGRATION',
    message:
      'migration 2.sql failed at line 4: duplicate key value violates unique constraint "a_pkey" (23505); Key (id)=(1) already exists.',
    cause: { code: '23505' }
  })
  t.strictSame(await applied(), ['1.sql'])
  t.strictSame(await db.all('SELECT * FROM a'), [])
  save('2.sql', "INSERT INTO a VALUES (1);\n\nINSERT INTO a\n-- 🤙\nVALUES ('🤙',\n  nothing)")
  await t.rejects(run(), { message: /^migration 2\.sql failed at line 6: column "nothing" does not exist/ })
  save('2.sql', 'INSERT INTO a VALUES (2)')
  t.strictSame(names((await run()).applied), ['2.sql', '3.sql'])
})

t.test('P11 an app whose migration fails does not start', async (t) => {
  const { options } = await start(t, { '1.sql': 'SELEC 1' })
  const fastify = Fastify()
  t.after(() => fastify.close())
  fastify.register(gnarPg, options)
  await t.rejects(async () => fastify.ready(), {
    code: 'GNAR_ERR_PG_MIGRATION',
    message: 'syntax error at or near "SELEC"'
  })
})

t.test('P11 without a transaction each statement stays, and the error says so', async (t) => {
  const {
    run,
    names: applied,
    save,
    db
  } = await start(t, {
    '1.sql':
      '-- no transaction\nCREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);\nSELECT nothing;'
  })
  await t.rejects(run(), {
    message:
      /^migration 1\.sql failed at line 4: .*; the file runs without a transaction, so its 2 statements before this one stay applied$/
  })
  t.strictSame(await applied(), [])
  t.equal(await db.value("SELECT to_regclass('a_id')::text"), 'a_id')
  save('1.sql', '-- no transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);')
  t.strictSame(names((await run()).applied), ['1.sql'])
})

t.test('P11 a changed or missing file is refused by name', async (t) => {
  const { run, save, remove } = await start(t, { '1.sql': 'SELECT 1;\n', '2.sql': 'SELECT 2' })
  await run()
  save('1.sql', 'SELECT 1;\r\n')
  await run()
  save('1.sql', 'SELECT 11;\n')
  await t.rejects(run(), { code: 'GNAR_ERR_PG_MIGRATION_MISMATCH', message: 'migration 1.sql was changed' })
  await t.rejects(run({ dryRun: true }), { code: 'GNAR_ERR_PG_MIGRATION_MISMATCH' })
  save('1.sql', 'SELECT 1;\n')
  remove('2.sql')
  await t.rejects(run(), { message: 'migration 2.sql is applied to this database, but its file is missing' })
  await run({}, { allowNewerDatabase: true })
  save('2.sql', 'SELECT 2')
  remove('1.sql')
  await t.rejects(run({}, { allowNewerDatabase: true }), {
    message: 'migration 1.sql is applied to this database, but its file is missing: restore it'
  })
})

t.test('P11 a file of one transaction cannot end it', async (t) => {
  const { run, save } = await start(t, { '1.sql': 'SELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;' })
  await t.rejects(run(), { message: 'migration 1.sql failed at line 2: a file runs in one transaction' })
  save('1.sql', 'CREATE TABLE a (id int);\nSAVEPOINT x;\nROLLBACK TO SAVEPOINT x;\nDO $$ BEGIN END $$')
  t.strictSame(names((await run()).applied), ['1.sql'])
})

t.test('P11 what a file sets for its session does not reach the next one', async (t) => {
  const { run, db } = await start(t, {
    '1.sql': "SELECT pg_catalog.set_config('search_path', '', false); SET statement_timeout = 1;",
    '2.sql': 'CREATE TABLE a (id int)'
  })
  t.strictSame(names((await run()).applied), ['1.sql', '2.sql'])
  t.equal(await db.value("SELECT to_regclass('public.gnar_migrations')::text"), 'gnar_migrations')
})

t.test('P11 pending files are reported without being applied', async (t) => {
  const { run, db } = await start(t, { '1.sql': 'SELECT 1', '2.sql': 'SELECT 2' })
  t.strictSame(await run({ dryRun: true }), { applied: [], pending: ['1.sql', '2.sql'] })
  t.equal(await db.value("SELECT to_regclass('gnar_migrations')::text"), null)
})

t.test('P11 two services may share a database with a table each', async (t) => {
  const { run, db } = await start(t, { '1.sql': 'SELECT 1' })
  await run({}, { migrationsTable: 'piste migrations' })
  await run({}, { migrationsTable: 'off-piste' })
  t.equal(await db.value('SELECT count(*)::int FROM "off-piste"'), 1)
})

t.test('P11 migrations may have an address and a user of their own', async (t) => {
  const { options, db } = await start(t, { '1.sql': 'CREATE TABLE a (id int)' })
  await db.run("CREATE ROLE owner_of_tables LOGIN SUPERUSER PASSWORD 'p@ss'")
  const migrationsEndpoint = `postgres://owner_of_tables:p%40ss@${local.env.GNAR_PG_ENDPOINT}`
  await migrate({ ...options, migrationsEndpoint })
  t.equal(await db.value("SELECT tableowner FROM pg_tables WHERE tablename = 'a'"), 'owner_of_tables')
})

t.test('P11 a folder that does not exist is a problem of the configuration', async (t) => {
  const { run } = await start(t, {})
  await t.rejects(run({}, { migrations: '/nowhere' }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'option migrations of gnar-pg must be a folder that can be read'
  })
  await t.rejects(run({}, { migrations: undefined }), { code: 'GNAR_ERR_PG_NO_MIGRATIONS' })
  await t.rejects(run({}, { endpoint: '127.0.0.1:1' }), { code: 'GNAR_ERR_PG_CONNECT' })
})

t.test('P11 a migration that takes too long is canceled at the server, and says how to wait', async (t) => {
  const { options, db } = await start(t, { '1.sql': 'SELECT pg_sleep(60)' })
  const fastify = Fastify({ pluginTimeout: 2500 })
  t.after(() => fastify.close())
  fastify.register(gnarPg, options)
  await t.rejects(async () => fastify.ready(), {
    code: 'GNAR_ERR_PG_MIGRATION_TIMEOUT',
    message: /^migration 1\.sql did not finish within \d+ ms: raise GNAR_PG_MIGRATIONS_TIMEOUT_MS/
  })
  const running =
    "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
  while ((await db.value(running)) !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
})

t.test('P11 twenty processes at once: one applies, the others wait, beside a concurrent index', async (t) => {
  const {
    env,
    options,
    names: applied,
    db
  } = await start(t, {
    '1.sql':
      'CREATE TABLE rider (id int, name text);\nINSERT INTO rider SELECT n, n FROM generate_series(1, 200000) n',
    '2.sql':
      '-- no transaction\nCREATE INDEX CONCURRENTLY rider_name ON rider (name);\nCREATE INDEX CONCURRENTLY rider_id ON rider (id);',
    '3.sql': 'ALTER TABLE rider ADD CONSTRAINT rider_pk PRIMARY KEY (id)'
  })
  const once = fileURLToPath(new URL('./fixtures/migrate-once.ts', import.meta.url))
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source']
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      promisify(execFile)(process.execPath, [...flags, once, options.migrations], {
        env: { PATH: process.env.PATH, ...env }
      })
    )
  )
  t.strictSame(
    outcomes.flatMap(({ stdout }) => JSON.parse(stdout)),
    ['1.sql', '2.sql', '3.sql']
  )
  t.strictSame(await applied(), ['1.sql', '2.sql', '3.sql'])
  t.equal(await db.value('SELECT count(*)::int FROM rider'), 200_000)
  t.equal(
    await db.value('SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid = $1::regclass', ['rider']),
    true
  )
})
