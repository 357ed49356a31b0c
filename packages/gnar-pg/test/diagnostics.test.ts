import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions, type PgConnectionEvent } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

async function start(t: Test, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, ...options })
  return fastify
}

/** The events of a channel, until the test ends. */
function listen(t: Test, channel: string): unknown[] {
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  subscribe(channel, onEvent)
  t.after(() => unsubscribe(channel, onEvent))
  return events
}

t.test('T1 gnar-pg:query has the name of a statement, never its text, values or rows', async (t) => {
  const { db } = await start(t)
  const events = listen(t, 'tracing:gnar-pg:query:asyncEnd')
  await db.all({ text: 'SELECT $1::text AS name', values: ['s3cret'], name: 'find-rider' })
  await db.run('SET statement_timeout = 0')
  await db.transact((tx) => tx.run(" insert_nothing 's3cret'")).catch(() => {})
  const address = `${local.env.GNAR_PG_ENDPOINT}/gnar@gnar`
  const durationMs = Number
  t.match(events, [
    { address, name: 'find-rider', operation: 'SELECT', rowCount: 1, durationMs },
    { address, name: 'SET', operation: 'SET', rowCount: undefined, durationMs },
    { name: 'BEGIN' },
    { name: 'OTHER', operation: 'OTHER', errorCode: '42601', durationMs },
    { name: 'ROLLBACK' }
  ])
  t.equal(events.length, 5)
  t.notMatch(JSON.stringify(events), 's3cret')
})

t.test('T1 gnar-pg:acquire tells how long a caller waited, and behind how many', async (t) => {
  const { db, pg } = await start(t, { poolSize: 1, acquireTimeoutMs: 300 })
  const events = listen(t, 'tracing:gnar-pg:acquire:asyncEnd')
  const client = await pg.connect()
  const waiting = [db.value('SELECT 1'), db.value('SELECT 2')]
  client.release()
  await Promise.all(waiting)
  t.match(events, [
    { waiting: 0, durationMs: Number },
    { waiting: 1, durationMs: Number }
  ])
  const again = await pg.connect()
  await t.rejects(db.value('SELECT 1'), { code: 'GNAR_ERR_PG_ACQUIRE_TIMEOUT' })
  again.release()
  t.match(events[2], { errorCode: 'GNAR_ERR_PG_ACQUIRE_TIMEOUT' })
})

t.test('T1 gnar-pg:connect and gnar-pg:disconnect count connections, and tell lost ones', async (t) => {
  const made = listen(t, 'gnar-pg:connect')
  const lost = nextDisconnect((event) => event.lost)
  const fastify = await start(t)
  const other = await start(t)
  const pid = await fastify.db.value('SELECT pg_backend_pid()')
  await other.db.value('SELECT pg_terminate_backend($1)', [pid])
  t.match(await lost, { connections: 0, lost: true })
  const closed = nextDisconnect((event) => !event.lost)
  await other.close()
  t.match(await closed, { connections: 0, lost: false })
  t.match(made[0], { connections: 1, lost: false })
})

function nextDisconnect(isWanted: (event: PgConnectionEvent) => boolean): Promise<PgConnectionEvent> {
  return new Promise((resolve) => {
    const onEvent = (event: unknown) => {
      if (!isWanted(event as PgConnectionEvent)) return
      unsubscribe('gnar-pg:disconnect', onEvent)
      resolve(event as PgConnectionEvent)
    }
    subscribe('gnar-pg:disconnect', onEvent)
  })
}
