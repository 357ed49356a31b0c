import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { startLocal, type TestDatabase, testDatabase } from '../src/index.ts'

async function query(env: Record<string, string>, sql: string): Promise<unknown[]> {
  const [host = '', port] = env.GNAR_PG_ENDPOINT?.split(':') ?? []
  const client = new pg.Client({
    host,
    port: Number(port),
    database: env.GNAR_PG_DATABASE ?? '',
    user: env.GNAR_PG_USERNAME ?? '',
    password: env.GNAR_PG_PASSWORD ?? ''
  })
  await client.connect()
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  await client.end()
  return rows.flat()
}

t.test('P11 each test file has a migrated database of its own, which is dropped afterwards', async (t) => {
  const local = await startLocal({ postgres: true })
  t.teardown(() => local.stop())
  const migrations = t.testdir({ '1.sql': 'CREATE TABLE rider (id int); INSERT INTO rider VALUES (7)' })
  const options = { migrations, env: local.env }
  const databases = await Promise.all(Array.from({ length: 5 }, () => testDatabase(options)))
  const [first, second] = databases as [TestDatabase, TestDatabase]
  await query(first.env, 'DELETE FROM rider')
  t.strictSame(await query(first.env, 'SELECT id FROM rider'), [])
  t.strictSame(await query(second.env, 'SELECT id FROM rider'), [7])
  const begun = performance.now()
  const another = await testDatabase(options)
  t.ok(performance.now() - begun < 2000, `a copy took ${Math.round(performance.now() - begun)} ms`)
  writeFileSync(join(migrations, '2.sql'), 'INSERT INTO rider VALUES (8)')
  const changed = await testDatabase(options)
  t.strictSame(await query(changed.env, 'SELECT id FROM rider ORDER BY id'), [7, 8])
  await Promise.all([...databases, another, changed].map((database) => database.drop()))
  const left = await query(local.env, "SELECT datname FROM pg_database WHERE datname LIKE 'gnar\\_test\\_%'")
  t.strictSame(left, [])
})

t.test('P11 without a server a test file starts its own', async (t) => {
  const database = await testDatabase({ env: {} })
  t.strictSame(await query(database.env, 'SELECT current_database()'), [database.name])
  await database.drop()
  await t.rejects(query(database.env, 'SELECT 1'))
})
