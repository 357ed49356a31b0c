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

t.test('P3 transact commits what its function did and gives what it returned', async (t) => {
  const { db, pg } = await start(t)
  await db.run('CREATE TABLE committed (id int)')
  const result = await db.transact(async (tx) => {
    await tx.run('INSERT INTO committed VALUES ($1)', [1])
    return tx.value('SELECT count(*)::int FROM committed')
  })
  t.equal(result, 1)
  t.equal(await db.value('SELECT id FROM committed'), 1)
  t.equal(pg.pool.idleCount, pg.pool.totalCount, 'the connection is back')
})

t.test('P3 transact rolls back on a throw, synchronous or not, and passes the error on', async (t) => {
  const { db, pg } = await start(t)
  await db.run('CREATE TABLE rolled (id int)')
  const late = db.transact(async (tx) => {
    await tx.run('INSERT INTO rolled VALUES (1)')
    throw new Error('late')
  })
  await t.rejects(late, { message: 'late' })
  const early = db.transact(() => {
    throw new Error('early')
  })
  await t.rejects(early, { message: 'early' })
  t.equal(await db.value('SELECT count(*)::int FROM rolled'), 0)
  t.equal(pg.pool.idleCount, pg.pool.totalCount)
})
