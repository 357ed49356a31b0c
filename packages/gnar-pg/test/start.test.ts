import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'
import { keepLog } from './log-lines.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const serverPort = Number(local.env.GNAR_PG_ENDPOINT?.split(':')[1])

const password = 'hunter2'

async function start(t: Test, options: GnarPgOptions, server = {}) {
  const { lines, logger } = keepLog()
  const fastify = Fastify({ logger, ...server })
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, ...options })
  return { fastify, lines }
}

/** The error of a start that fails, with ports masked, and everything that was logged. */
async function failedStart(t: Test, options: GnarPgOptions, server = {}) {
  const { lines, logger } = keepLog()
  const fastify = Fastify({ logger, ...server })
  const error = await fastify.register(gnarPg, { env: local.env, connectTimeoutMs: 400, ...options }).then(
    () => new Error('it started'),
    (error: Error & { code?: string }) => error
  )
  await fastify.close()
  const everything = JSON.stringify([error, error.stack, error.message, error.cause, lines])
  t.notMatch(everything, password)
  const masked = (text: string) =>
    text
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      .replace(/(connect|read) ECONNRESET( 127.0.0.1:PORT)?/, 'ECONNRESET')
      .replace(/ENOTFOUND|EAI_AGAIN/, 'ENOTFOUND')
  return {
    message: masked(`${'code' in error ? error.code : ''}: ${error.message}`),
    lines: lines.map(masked)
  }
}

t.test('P1 the start line says where the database is, never the password', async (t) => {
  const { lines } = await start(t, {})
  t.strictSame(lines, [`Database connected at 127.0.0.1:${serverPort}/gnar@gnar`])
})

t.test('P1 the endpoint may hold everything, and single settings override it', async (t) => {
  const url = `postgres://gnar:gnar@127.0.0.1:${serverPort}/gnar?application_name=piste`
  const { fastify } = await start(t, { endpoint: url, env: {} })
  t.equal(await fastify.db.value('SHOW application_name'), 'piste')
  const words = `127.0.0.1 port=${serverPort} dbname=nowhere user=nobody password=${password} options='-c geqo=off'`
  const other = await start(t, { endpoint: words })
  t.equal(await other.fastify.db.value('SHOW geqo'), 'off')
})

t.test('P1 P4 a variable that is missing or malformed is an error that names it', async (t) => {
  const environments = [
    {},
    { GNAR_PG_ENDPOINT: 'db' },
    { GNAR_PG_ENDPOINT: 'db', GNAR_PG_DATABASE: 'gnar' },
    { GNAR_PG_ENDPOINT: `postgres://u:${password}@db:port/x` },
    { ...local.env, GNAR_PG_POOL_SIZE: 'many', GNAR_PG_SSL_MODE: 'prefer' },
    { ...local.env, GNAR_PG_ENDPOINT: `db sslmode=prefer password=${password}` },
    { ...local.env, GNAR_PG_SSL_ROOT_CERT: '/nowhere/ca.pem' }
  ]
  const messages: string[] = []
  for (const env of environments) messages.push((await failedStart(t, { env })).message)
  messages.push((await failedStart(t, { tls: true, parsers: { int8: 'BigInt' } } as never)).message)
  t.matchSnapshot(messages.join('\n'))
})

t.test('P4 each reason why the database cannot be reached is named with what to change', async (t) => {
  const { fastify } = await start(t, {})
  const hba = await fastify.db.value<string>('SHOW hba_file')
  await writeFile(hba as string, `hostnossl all tls_only all reject\n${await readFile(hba as string)}`)
  await fastify.db.run('CREATE ROLE tls_only LOGIN')
  await fastify.db.value('SELECT pg_reload_conf()')

  const silent = await startProxy({ port: serverPort })
  silent.stall()
  const dead = await startProxy({ port: serverPort })
  await dead.refuse()
  const resetting = await startProxy({ port: serverPort })
  resetting.reset()
  const web = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1'
  )
  await once(web, 'listening')
  t.after(async () => {
    await silent.close()
    await resetting.close()
    web.close()
  })
  const at = (port: number) => ({ endpoint: `127.0.0.1:${port}` })
  const cases: Record<string, GnarPgOptions> = {
    'wrong password': { password },
    'no password': { password: undefined, env: { ...local.env, GNAR_PG_PASSWORD: '' } },
    'unknown database': { database: 'nowhere' },
    'unknown user': { username: 'nobody' },
    'unknown host': { endpoint: 'nowhere.invalid', password },
    'nothing listens': { ...at(dead.port), password },
    'accepts and never responds': { ...at(silent.port), password },
    'resets each connection': { ...at(resetting.port), password },
    'another kind of server': { ...at((web.address() as { port: number }).port), password },
    'no socket': { endpoint: '/nowhere', password },
    'TLS required': { username: 'tls_only', password },
    'no TLS at the server': { sslMode: 'require', password }
  }
  const messages = Object.entries(cases).map(async ([title, options]) => {
    const { message } = await failedStart(t, { connectTimeoutMs: 3000, ...options })
    return `${title}: ${message}`
  })
  t.matchSnapshot((await Promise.all(messages)).join('\n'))
})

t.test('P4 the last attempt has enough time to learn the reason', async (t) => {
  const starting = createServer((socket) => {
    const fields = 'SFATAL\0C57P03\0Mthe database system is starting up\0\0'
    const length = Buffer.from([0, 0, 0, fields.length + 4])
    socket
      .on('error', () => undefined)
      .once('data', () => {
        setTimeout(() => socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)])), 50)
      })
  })
  starting.listen(0, '127.0.0.1')
  await once(starting, 'listening')
  t.after(() => starting.close())
  const { port } = starting.address() as { port: number }
  const { message } = await failedStart(t, { endpoint: `127.0.0.1:${port}`, connectTimeoutMs: 1 })
  t.match(message, 'the database system is starting up: the server is starting or stopping: try again later')
})

t.test('P4 the start waits for a server that comes up late, and logs it once', async (t) => {
  const proxy = await startProxy({ port: serverPort })
  t.after(() => proxy.close())
  await proxy.refuse()
  const { lines, logger } = keepLog()
  const fastify = Fastify({ logger })
  t.after(() => fastify.close())
  fastify.register(gnarPg, { env: local.env, endpoint: `127.0.0.1:${proxy.port}` })
  const starting = fastify.ready()
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await proxy.pass()
  await starting
  t.equal(await fastify.db.value('SELECT 1'), 1)
  t.equal(lines.length, 2)
  t.match(lines[0], /nothing is listening there.*; retrying for 9 seconds$/)
})

t.test(
  "P4 the wait ends a second before Fastify's pluginTimeout, so that our error is the one seen",
  async (t) => {
    const silent = await startProxy({ port: serverPort })
    silent.stall()
    t.after(() => silent.close())
    const options = { endpoint: `127.0.0.1:${silent.port}`, connectTimeoutMs: 60_000 }
    const begun = performance.now()
    const { message } = await failedStart(t, options, { pluginTimeout: 1600 })
    t.match(message, /^GNAR_ERR_PG_CONNECT: /)
    t.ok(performance.now() - begun < 1600)
    const patient = await failedStart(t, { ...options, connectTimeoutMs: 300 }, { pluginTimeout: 0 })
    t.match(patient.message, /^GNAR_ERR_PG_CONNECT: /)
  }
)
