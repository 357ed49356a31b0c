import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

/** One connection, so that all queries of a test meet the same prepared statements. */
async function start(t: Test, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, poolSize: 1, ...options })
  const prepared = () =>
    fastify.db.all<{ name: string; statement: string }>(
      'SELECT name, statement FROM pg_prepared_statements ORDER BY prepare_time'
    )
  return { db: fastify.db, pg: fastify.pg, prepared }
}

t.test('P7 a parametrised text is prepared when it is seen for the second time', async (t) => {
  const { db, prepared } = await start(t)
  const double = 'SELECT $1::int * 2'
  t.equal(await db.value(double, [1]), 2)
  t.strictSame(await prepared(), [])
  t.equal(await db.value(double, [2]), 4)
  t.equal(await db.value(double, [3]), 6)
  await db.all('SELECT 1')
  await db.all('SELECT 1')
  await db.all('SELECT 1', [])
  const statements = await prepared()
  t.strictSame(
    statements.map(({ statement }) => statement),
    [double]
  )
  t.match(statements[0]?.name, /^gnar_[0-9a-f]{40}$/)
})

t.test('P7 at most 256 statements are prepared on a connection, later ones run without a name', async (t) => {
  const { db, prepared } = await start(t)
  for (let n = 1; n <= 300; n++) {
    const text = `SELECT $1::int + ${n}`
    t.equal((await db.value(text, [0])) === n && (await db.value(text, [0])) === n, true)
  }
  const names = (await prepared()).map(({ name }) => name)
  t.equal(names.length, 256)
  t.equal(new Set(names).size, 256)
})

t.test('P7 texts seen only once are forgotten, so that memory stays bounded', async (t) => {
  const { db, prepared } = await start(t)
  await db.value('SELECT $1::int', [0])
  for (let n = 1; n <= 300; n++) await db.value(`SELECT $1::int + ${n}`, [0])
  await db.value('SELECT $1::int', [0])
  t.strictSame(await prepared(), [])
})

t.test('P7 prepare: false sends every statement without a name', async (t) => {
  const { db, prepared } = await start(t, { prepare: false })
  for (let n = 0; n < 3; n++) t.equal(await db.value('SELECT $1::int', [n]), n)
  t.strictSame(await prepared(), [])
  await db.value({ text: 'SELECT $1::int', values: [1], name: 'mine' })
  t.match(await prepared(), [{ name: 'mine' }], 'a name of its own is kept')
})

t.test('P7 a statement whose table was migrated is parsed again', async (t) => {
  const { db, prepared } = await start(t)
  await db.run('CREATE TABLE migrated (id int); INSERT INTO migrated VALUES (1)')
  const find = 'SELECT * FROM migrated WHERE id = $1'
  for (let n = 0; n < 3; n++) await db.one(find, [1])
  await db.run("ALTER TABLE migrated ADD COLUMN name text DEFAULT 'ollie'")
  t.strictSame(await db.one(find, [1]), { id: 1, name: 'ollie' })
  await db.run('ALTER TABLE migrated ADD COLUMN height int')
  t.strictSame(await db.one(find, [1]), { id: 1, name: 'ollie', height: null })
  t.strictSame(await db.one(find, [1]), { id: 1, name: 'ollie', height: null })
  t.equal((await prepared()).length, 3, 'it stays prepared, under a new name each time')
})

t.test('P7 a statement with its own name is parsed again without it', async (t) => {
  const { db } = await start(t)
  await db.run('CREATE TABLE renamed (id int); INSERT INTO renamed VALUES (1)')
  const find = { text: 'SELECT * FROM renamed WHERE id = $1', values: [1], name: 'mine' }
  t.strictSame(await db.one(find), { id: 1 })
  await db.run('ALTER TABLE renamed ADD COLUMN name text')
  for (let n = 0; n < 3; n++) t.strictSame(await db.one(find), { id: 1, name: null })
})

t.test('P7 statements that were parsed again count towards the 256', async (t) => {
  const { db, prepared } = await start(t)
  await db.run('CREATE TABLE often (id int); INSERT INTO often VALUES (1)')
  const find = 'SELECT * FROM often WHERE id = $1'
  for (let n = 0; n < 2; n++) await db.one(find, [1])
  for (let n = 1; n < 255; n++) {
    const text = `SELECT $1::int + ${n}`
    for (let twice = 0; twice < 2; twice++) await db.value(text, [0])
  }
  for (const column of ['a', 'b', 'c']) {
    await db.run(`ALTER TABLE often ADD COLUMN ${column} int`)
    t.ok(column in ((await db.one(find, [1])) ?? {}))
  }
  t.equal((await prepared()).length, 256)
})

t.test('P7 in a transaction a migrated statement is an error, and works in the next one', async (t) => {
  const { db } = await start(t)
  await db.run('CREATE TABLE moved (id int); INSERT INTO moved VALUES (1)')
  const find = 'SELECT * FROM moved WHERE id = $1'
  for (let n = 0; n < 3; n++) await db.one(find, [1])
  await db.run('ALTER TABLE moved ADD COLUMN name text')
  await t.rejects(
    db.transact((tx) => tx.one(find, [1])),
    { code: '0A000' }
  )
  t.strictSame(await db.transact((tx) => tx.one(find, [1])), { id: 1, name: null })
})

t.test('P7 a statement that fails may be sent repeatedly', async (t) => {
  const { db } = await start(t)
  await db.run('CREATE TABLE once_only (id int PRIMARY KEY)')
  const insert = 'INSERT INTO once_only VALUES ($1)'
  t.equal(await db.run(insert, [1]), 1)
  for (let n = 0; n < 3; n++) await t.rejects(db.run(insert, [1]), { code: '23505' })
  t.equal(await db.run(insert, [2]), 1)
  for (let n = 0; n < 3; n++) await t.rejects(db.run('SELECT $1::int FROM nowhere', [1]), { code: '42P01' })
})
