import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'
import { promote, removeServer, startServer, startStandby } from './replication.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const port = Number(local.env.GNAR_PG_ENDPOINT?.split(':')[1])

async function start(t: Test, endpoint: string, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, connectTimeoutMs: 3000, endpoint, ...options })
  return fastify.db
}

t.test('P8 a socket is a directory, also in the query of a URL', async (t) => {
  // A socket's path has at most 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'gnar-'))
  t.after(() => rm(folder, { recursive: true }))
  const socket = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    client.on('error', () => server.destroy()).pipe(server)
    server.on('error', () => client.destroy()).pipe(client)
  })
  socket.listen(join(folder, '.s.PGSQL.5432'))
  await once(socket, 'listening')
  t.after(() => socket.close())
  const byFolder = await start(t, folder)
  t.equal(await byFolder.value('SELECT 1'), 1)
  const byUrl = await start(t, `postgres://gnar:gnar@/gnar?host=${folder}`)
  t.equal(await byUrl.value('SELECT 1'), 1)
  await t.rejects(byUrl.value({ text: 'SELECT pg_sleep(60)', timeoutMs: 50 }), {
    code: 'GNAR_ERR_PG_QUERY_TIMEOUT'
  })
})

t.test('P8 of several hosts the first one that is writable serves, also after a failover', async (t) => {
  const primary = await startServer()
  t.after(() => removeServer(primary))
  const standby = await startStandby(primary)
  t.after(() => removeServer(standby))
  const proxy = await startProxy({ port: primary.port })
  t.after(() => proxy.close())
  const hosts = `127.0.0.1:1,127.0.0.1:${standby.port},127.0.0.1:${proxy.port}`
  const db = await start(t, `postgres://${hosts}/gnar`)
  t.equal(await db.value('SELECT pg_is_in_recovery()'), false)
  const reader = await start(t, `postgres://${hosts}/gnar?target_session_attrs=standby`)
  t.equal(await reader.value('SELECT pg_is_in_recovery()'), true)
  const any = await start(t, `postgres://${hosts}/gnar?target_session_attrs=prefer-standby`)
  t.equal(await any.value('SELECT pg_is_in_recovery()'), true)

  await proxy.refuse()
  await promote(standby)
  while ((await db.value('SELECT pg_is_in_recovery()').catch(() => true)) !== false) await delay(20)
  t.equal(await db.value('SELECT inet_server_port()'), standby.port)
})

t.test('P8 where no host is suitable the error names each', async (t) => {
  await t.rejects(
    start(t, `127.0.0.1:1,127.0.0.1:${port} target_session_attrs=standby`, { connectTimeoutMs: 500 }),
    {
      code: 'GNAR_ERR_PG_CONNECT',
      message: /127\.0\.0\.1:1: connect ECONNREFUSED.*; 127\.0\.0\.1:\d+: session is not at a standby/
    }
  )
  await t.rejects(start(t, `127.0.0.1:${port} target_session_attrs=read-only`, { connectTimeoutMs: 500 }), {
    message: /session is not read-only: no server is what target_session_attrs asks for/
  })
})
