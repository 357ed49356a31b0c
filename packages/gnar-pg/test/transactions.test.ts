import Fastify, { type FastifyRequest } from 'fastify'
import { startLocal } from 'gnar-local'
import type { PoolClient } from 'pg'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions, type Queries } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

/** An app, and a table of its own with an `id`, for one test. */
async function start(t: Test, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, ...options })
  const { db, pg } = fastify
  const table = `t_${t.name.replaceAll(/\W/g, '_').toLowerCase().slice(0, 50)}`
  await db.run(`CREATE TABLE ${table} (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)`)
  const insert = (tx: Queries, id: number) => tx.run(`INSERT INTO ${table} VALUES ($1)`, [id])
  const ids = () => db.values<number>(`SELECT id FROM ${table} ORDER BY id`)
  /** Every connection is back in the pool, usable. */
  const isWhole = () => pg.pool.idleCount === pg.pool.totalCount && pg.pool.waitingCount === 0
  return { fastify, db, pg, table, insert, ids, isWhole }
}

t.test('P3 transact commits what its function did, and returns its result', async (t) => {
  const { db, insert, ids, isWhole } = await start(t)
  const result = await db.transact(async (tx) => {
    await insert(tx, 1)
    t.strictSame(await ids(), [], 'others do not see it yet')
    return tx.value('SELECT 7')
  })
  t.equal(result, 7)
  t.strictSame(await ids(), [1])
  t.ok(isWhole())
})

t.test('P3 transact rolls back on a throw, synchronous or not, and rethrows the error', async (t) => {
  const { db, insert, ids, isWhole } = await start(t)
  const late = db.transact(async (tx) => {
    await insert(tx, 1)
    throw new Error('late')
  })
  await t.rejects(late, { message: 'late' })
  const early = db.transact(() => {
    throw new Error('early')
  })
  await t.rejects(early, { message: 'early' })
  t.strictSame(await ids(), [])
  t.ok(isWhole())
})

t.test('P3 statements of a transaction run one after another, even when awaited together', async (t) => {
  const { db, ids, insert } = await start(t)
  await db.transact((tx) => Promise.all([insert(tx, 1), insert(tx, 2), insert(tx, 3)]))
  t.strictSame(await ids(), [1, 2, 3])
})

t.test('P3 a nested transact is a savepoint: its failure does not affect the outer one', async (t) => {
  const { db, ids, insert } = await start(t)
  await db.transact(async (tx) => {
    await insert(tx, 1)
    const failed = tx.transact(async (inner) => {
      await insert(inner, 2)
      await inner.run('SELEC 1')
    })
    await t.rejects(failed, { code: '42601' })
    await tx.transact(async (inner) => {
      await insert(inner, 3)
      await inner.transact((innermost) => insert(innermost, 4))
      const thrown = inner.transact(async (innermost) => {
        await insert(innermost, 5)
        throw new Error('back')
      })
      await t.rejects(thrown, { message: 'back' })
    })
  })
  t.strictSame(await ids(), [1, 3, 4])
})

t.test('P3 during a nested transaction the outer tx refuses statements', async (t) => {
  const { db, ids, insert, isWhole } = await start(t)
  await db.transact(async (tx) => {
    const mixed = tx.transact(async () => insert(tx, 1))
    await t.rejects(mixed, { code: 'GNAR_ERR_PG_TRANSACTION_NESTED' })
    await insert(tx, 2)
  })
  t.strictSame(await ids(), [2])
  let inner: Promise<unknown> = Promise.resolve()
  const forgotten = db.transact(async (tx) => {
    inner = tx.transact((nested) => insert(nested, 3)).catch((error) => error)
  })
  await t.rejects(forgotten, { code: 'GNAR_ERR_PG_TRANSACTION_NESTED' })
  await inner
  t.strictSame(await ids(), [2])
  t.ok(isWhole())
})

t.test('P3 a statement without await runs before COMMIT, or is refused', async (t) => {
  const { db, ids, insert, isWhole } = await start(t)
  let kept: Queries | undefined
  let later: Promise<unknown> | undefined
  await db.transact(async (tx) => {
    kept = tx
    later = insert(tx, 1).then(() => insert(tx, 2))
    later.catch(() => undefined)
  })
  await t.rejects(later as Promise<unknown>, { code: 'GNAR_ERR_PG_TRANSACTION_OVER' })
  await t.rejects(insert(kept as Queries, 3), { code: 'GNAR_ERR_PG_TRANSACTION_OVER' })
  await t.rejects(
    (kept as Queries).transact(async () => 1),
    { code: 'GNAR_ERR_PG_TRANSACTION_OVER' }
  )
  t.strictSame(await ids(), [1])
  const failing = db.transact(async (tx) => {
    insert(tx, 4).catch(() => undefined)
    tx.run('SELEC 1').catch(() => undefined)
  })
  await t.rejects(failing, { code: 'GNAR_ERR_PG_TRANSACTION_FAILED' })
  t.strictSame(await ids(), [1])
  t.ok(isWhole())
})

t.test('P6 a transaction in which a statement failed fails, caught or not', async (t) => {
  const { db, ids, insert, isWhole } = await start(t)
  const swallowed = db.transact(async (tx) => {
    await insert(tx, 1)
    await tx.run('SELEC 1').catch(() => undefined)
    return 'done'
  })
  await t.rejects(swallowed, { code: 'GNAR_ERR_PG_TRANSACTION_FAILED', cause: { code: '42601' } })
  const followed = db.transact(async (tx) => {
    await tx.run('SELEC 1').catch(() => undefined)
    await insert(tx, 1).catch(() => undefined)
    await tx.transact((inner) => insert(inner, 1)).catch(() => undefined)
  })
  await t.rejects(
    followed,
    { code: 'GNAR_ERR_PG_TRANSACTION_FAILED', cause: { code: '42601' } },
    'the first cause'
  )
  const inside = db.transact(async (tx) => {
    await insert(tx, 2)
    const nested = tx.transact(async (inner) => {
      await inner.run('SELEC 2').catch(() => undefined)
    })
    await t.rejects(nested, { code: 'GNAR_ERR_PG_TRANSACTION_FAILED', cause: { code: '42601' } })
  })
  await inside
  t.strictSame(await ids(), [2])
  t.ok(isWhole())
})

t.test('P6 a failed COMMIT is the error that the caller sees, and nothing is written', async (t) => {
  const { db, ids, insert, isWhole } = await start(t)
  const twice = db.transact(async (tx) => {
    await insert(tx, 1)
    await insert(tx, 1)
  })
  await t.rejects(twice, { code: '23505' })
  t.strictSame(await ids(), [])
  t.ok(isWhole())
})

t.test('P6 fastify.pg.transact has the same guarantees, with promises and with callbacks', async (t) => {
  const { pg, table, ids, isWhole } = await start(t)
  const insert = `INSERT INTO ${table} VALUES ($1)`
  t.equal(
    await pg.transact(async (client) => {
      await client.query(insert, [1])
      return 'done'
    }),
    'done'
  )
  const swallowed = pg.transact(async (client) => {
    await client.query(insert, [2])
    await client.query('SELEC 1').catch(() => undefined)
  })
  await t.rejects(swallowed, { code: 'GNAR_ERR_PG_TRANSACTION_FAILED' })
  const thrown = pg.transact(() => {
    throw new Error('synchronous')
  })
  await t.rejects(thrown, { message: 'synchronous' })

  let kept: PoolClient | undefined
  await pg.transact(async (client) => {
    kept = client
  })
  const over = { code: 'GNAR_ERR_PG_TRANSACTION_OVER' }
  await t.rejects(kept?.query(insert, [4]) as Promise<unknown>, over)
  await t.rejects(new Promise((_resolve, reject) => kept?.query(insert, [4], reject)), over)

  type Callback = (error: Error | null, result?: unknown) => void
  const withCallback = (work: (client: typeof pg, commit: Callback) => unknown) =>
    new Promise<unknown>((resolve) => pg.transact(work as never, (error, result) => resolve(error ?? result)))
  const committed = withCallback((client, commit) => {
    client.query(insert, [3]).then(() => commit(null, 'called'), commit)
  })
  t.equal(await committed, 'called')
  t.match(await withCallback((_client, commit) => commit(new Error('refused'))), { message: 'refused' })
  t.equal(await withCallback(async () => 'promised'), 'promised')
  t.strictSame(await ids(), [1, 3])
  t.ok(isWhole())
})

t.test('P6 the route option pg.transact commits, rolls back, and reports what was not written', async (t) => {
  const { fastify, table, ids, isWhole } = await start(t)
  const insert = `INSERT INTO ${table} VALUES ($1)`
  let kept: FastifyRequest['pg']
  fastify.register(async (scope) => {
    const pg = { transact: true }
    const invalid = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }
    scope.post('/good', { pg, preHandler: async () => undefined }, async (request) => {
      await request.pg?.query(insert, [1])
      return 'good'
    })
    scope.post('/throws', { pg }, async (request) => {
      await request.pg?.query(insert, [2])
      throw new Error('after the insert')
    })
    scope.post('/swallows', { pg }, async (request) => {
      await request.pg?.query(insert, [3])
      await request.pg?.query('SELEC 1').catch(() => undefined)
      return 'good'
    })
    scope.post('/forgets', { pg }, async (request) => {
      kept = request.pg
      return 'good'
    })
    scope.post('/handled', { pg, errorHandler: async () => 'handled' }, async (request) => {
      await request.pg?.query(insert, [5])
      throw new Error('handled with 200')
    })
    scope.post('/invalid', { pg, schema: { response: { 200: invalid } } }, async (request) => {
      await request.pg?.query(insert, [6])
      return {}
    })
    scope.post('/hijacks', { pg }, async (request, reply) => {
      await request.pg?.query(insert, [4])
      reply.hijack()
      reply.raw.end('raw')
    })
    scope.get('/plain', async (request) => ({ pg: request.pg ?? null }))
  })
  const post = async (url: string) => {
    const { statusCode, json, body } = await fastify.inject({ method: 'POST', url })
    return statusCode === 200 ? `200 ${body}` : `${statusCode} ${json().code ?? json().message}`
  }
  t.equal(await post('/good'), '200 good')
  t.equal(await post('/throws'), '500 after the insert')
  t.equal(await post('/swallows'), '500 GNAR_ERR_PG_TRANSACTION_FAILED')
  t.equal(await post('/forgets'), '200 good')
  await t.rejects(kept?.query(insert, [7]) as Promise<unknown>, { code: 'GNAR_ERR_PG_TRANSACTION_OVER' })
  t.equal(await post('/handled'), '200 handled')
  t.equal(await post('/invalid'), '500 "id" is required!')
  t.equal(await post('/hijacks'), '200 raw')
  t.strictSame((await fastify.inject('/plain')).json(), { pg: null })
  t.strictSame(await ids(), [1])
  t.ok(isWhole())
})

t.test('P6 a forgotten await is a failed transaction, never an unhandled rejection', async (t) => {
  const { fastify, db, pg, table, ids, isWhole } = await start(t)
  await db.run(`CREATE UNIQUE INDEX ON ${table} (id)`)
  const insert = `INSERT INTO ${table} VALUES ($1)`
  const unhandled: unknown[] = []
  const keep = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', keep)
  t.after(() => process.off('unhandledRejection', keep))

  const forget = () =>
    db.transact(async (tx) => {
      tx.run(insert, [1])
    })
  await forget()
  const failed = { code: 'GNAR_ERR_PG_TRANSACTION_FAILED', cause: { code: '23505' } }
  await t.rejects(forget(), failed)
  const others: ((tx: Queries) => unknown)[] = [
    (tx) => tx.one(`${insert} RETURNING id`, [1]),
    (tx) => tx.all(insert, [1]),
    (tx) => tx.value(`${insert} RETURNING id`, [1]),
    (tx) => tx.values({ text: insert, values: [1] })
  ]
  for (const other of others) {
    await t.rejects(
      db.transact((tx) => {
        other(tx)
      }),
      failed
    )
  }
  await t.rejects(
    db.transact(async (tx) => {
      await tx.transact(async (inner) => {
        inner.run(insert, [1])
      })
    }),
    failed,
    'in a savepoint'
  )
  await t.rejects(
    db.transact((tx) => {
      tx.transact((inner) => inner.run(insert, [1]))
    }),
    { code: /GNAR_ERR_PG_TRANSACTION_(NESTED|FAILED)/ },
    'a savepoint itself'
  )
  await t.rejects(
    pg.transact(async (client) => {
      client.query(insert, [1])
    }),
    { code: 'GNAR_ERR_PG_TRANSACTION_FAILED' }
  )
  fastify.register(async (scope) => {
    scope.post('/', { pg: { transact: true } }, async (request) => {
      request.pg?.query(insert, [1])
      return 'good'
    })
  })
  t.match((await fastify.inject({ method: 'POST', url: '/' })).json(), {
    code: 'GNAR_ERR_PG_TRANSACTION_FAILED'
  })
  let late: Promise<unknown> | undefined
  await db.transact((tx) => {
    setImmediate(() => {
      late = tx.run(insert, [2])
    })
  })
  while (late === undefined) await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setTimeout(resolve, 50))
  t.strictSame(unhandled, [])
  t.strictSame(await ids(), [1])
  t.ok(isWhole())
})
