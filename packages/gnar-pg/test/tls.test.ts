import { chmod, chown, copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
const authority = fixture('authority.pem')

const local = await startLocal({ postgres: true })
t.after(() => local.stop())
const port = local.env.GNAR_PG_ENDPOINT?.split(':')[1]

async function start(t: Test, options: GnarPgOptions) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, connectTimeoutMs: 2000, ...options })
  return fastify.db.value<boolean>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
}

t.before(async () => {
  const fastify = Fastify()
  await fastify.register(gnarPg, { env: local.env })
  const dataDir = String(await fastify.db.value('SHOW data_directory'))
  const { uid, gid } = await stat(dataDir)
  for (const name of ['server.pem', 'server.key']) {
    await copyFile(fixture(name), join(dataDir, name))
    // Git keeps no such modes, and Postgres takes no key that others may read.
    await chmod(join(dataDir, name), 0o600)
    await chown(join(dataDir, name), uid, gid)
  }
  await fastify.db.run("ALTER SYSTEM SET ssl_cert_file = 'server.pem'")
  await fastify.db.run("ALTER SYSTEM SET ssl_key_file = 'server.key'")
  await fastify.db.run('ALTER SYSTEM SET ssl = on')
  await fastify.db.value('SELECT pg_reload_conf()')
  await fastify.close()
})

t.test('P1 sslMode means the same as in libpq', async (t) => {
  const named = `localhost:${port}`
  t.equal(await start(t, {}), false)
  t.equal(await start(t, { sslMode: 'require' }), true)
  t.equal(await start(t, { sslMode: 'verify-ca', sslRootCert: authority }), true, 'any host')
  t.equal(await start(t, { sslMode: 'require', sslRootCert: authority }), true)
  t.equal(await start(t, { endpoint: named, sslMode: 'verify-full', sslRootCert: authority }), true)
  t.equal(await start(t, { endpoint: named, sslRootCert: authority }), true)
  t.equal(await start(t, { sslMode: 'disable', sslRootCert: authority }), false)
})

t.test('P1 the endpoint and the environment accept the same modes', async (t) => {
  const words = `localhost port=${port} sslmode=verify-full sslrootcert=${authority}`
  t.equal(await start(t, { endpoint: words }), true)
  t.equal(await start(t, { env: { ...local.env, GNAR_PG_SSL_MODE: 'require' } }), true)
})

t.test("P1 tls accepts Node's own options", async (t) => {
  t.equal(await start(t, { tls: { rejectUnauthorized: false } }), true)
})

t.test('P4 a certificate that is not trusted is an error that says how to trust it', async (t) => {
  const trust = { code: 'GNAR_ERR_PG_CONNECT', message: 'GNAR_PG_SSL_ROOT_CERT' }
  await t.rejects(start(t, { sslMode: 'verify-full' }), trust)
  await t.rejects(start(t, { sslMode: 'verify-full', sslRootCert: authority }), trust, 'another host')
})
