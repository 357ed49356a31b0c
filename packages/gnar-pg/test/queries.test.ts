import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

async function start(t: Test, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, ...options })
  return fastify
}

/** A table of its own for one test. */
async function withTable(t: Test, definition: string) {
  const fastify = await start(t)
  const table = `t_${t.name.replaceAll(/\W/g, '_').toLowerCase().slice(0, 50)}`
  await fastify.db.run(`CREATE TABLE ${table} (${definition})`)
  return { db: fastify.db, table, fastify }
}

t.test('P2 one gives the row, undefined or the default when there is none, and refuses two', async (t) => {
  const { db, table } = await withTable(t, 'id int, name text')
  await db.run(`INSERT INTO ${table} VALUES (1, 'ollie'), (2, 'kickflip'), (2, 'nollie')`)
  const find = `SELECT * FROM ${table} WHERE id = $1`
  t.strictSame(await db.one(find, [1]), { id: 1, name: 'ollie' })
  t.equal(await db.one(find, [3]), undefined)
  t.equal(await db.one(find, [3], null), null)
  t.strictSame(await db.one(find, [3], { name: 'none' }), { name: 'none' })
  await t.rejects(db.one(find, [2]), { code: 'GNAR_ERR_PG_TOO_MANY_ROWS', message: 'the query gave 2 rows' })
})

t.test('P2 run gives the number of affected rows', async (t) => {
  const { db, table } = await withTable(t, 'id int')
  t.equal(await db.run(`INSERT INTO ${table} VALUES ($1), ($2), (3)`, [1, 2]), 3)
  t.equal(await db.run(`UPDATE ${table} SET id = id + 10 WHERE id < $1`, [3]), 2)
  t.equal(await db.run(`DELETE FROM ${table} WHERE id = 3`), 1)
  t.equal(await db.run(`DELETE FROM ${table} WHERE id = 3`), 0)
  t.equal(await db.run(`ALTER TABLE ${table} ADD COLUMN name text`), 0)
  t.equal(await db.run(`TRUNCATE ${table}; INSERT INTO ${table} VALUES (1), (2)`), 2, 'the last of several')
  t.equal(await db.run(''), 0, 'an empty statement')
})

t.test('P2 all gives the rows, value and values the first column', async (t) => {
  const { db } = await withTable(t, 'id int')
  const numbers = 'SELECT n, n * n AS square FROM generate_series(1, $1) n ORDER BY n'
  t.strictSame(await db.all(numbers, [2]), [
    { n: 1, square: 1 },
    { n: 2, square: 4 }
  ])
  t.strictSame(await db.all(numbers, [0]), [])
  t.strictSame(await db.values(numbers, [3]), [1, 2, 3])
  t.equal(await db.value(numbers, [1]), 1)
  t.equal(await db.value(numbers, [0]), undefined)
  t.equal(await db.value(numbers, [0], 'none'), 'none')
  t.equal(await db.value('SELECT NULL', [], 'none'), null, 'NULL is a value')
  await t.rejects(db.value(numbers, [2]), { code: 'GNAR_ERR_PG_TOO_MANY_ROWS' })
})
