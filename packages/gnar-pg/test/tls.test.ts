import { chmod, chown, copyFile, readFile, stat, writeFile } from 'node:fs/promises'
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

/** A role that the server asks for an MD5 hash. */
async function md5Only() {
  const fastify = Fastify()
  await fastify.register(gnarPg, { env: local.env })
  const hba = String(await fastify.db.value('SHOW hba_file'))
  await writeFile(hba, `hostssl all md5_only all md5\n${await readFile(hba)}`)
  await fastify.db.run("SET password_encryption = 'md5'; CREATE ROLE md5_only LOGIN PASSWORD 'x'")
  await fastify.db.value('SELECT pg_reload_conf()')
  await fastify.close()
}

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

t.test('P8 channel binding is used with TLS, and refused where the server does not offer it', async (t) => {
  const words = `localhost port=${port} sslmode=verify-full sslrootcert=${authority}`
  t.equal(await start(t, { endpoint: `${words} channel_binding=require` }), true)
  t.equal(await start(t, { endpoint: `${words} channel_binding=prefer` }), true)
  t.equal(await start(t, { endpoint: `${words} channel_binding=disable` }), true)
  await t.rejects(start(t, { endpoint: `localhost port=${port} channel_binding=require` }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: /has channel_binding=require, which needs TLS/
  })
  await md5Only()
  await t.rejects(
    start(t, { endpoint: `${words} channel_binding=require`, username: 'md5_only', password: 'x' }),
    {
      code: 'GNAR_ERR_PG_CONNECT',
      message: 'the server does not offer channel binding: remove channel_binding=require'
    }
  )
})

t.test('P8 the other words of TLS are used', async (t) => {
  const words = `localhost port=${port} sslrootcert=${authority}`
  t.equal(await start(t, { endpoint: `${words} sslmode=verify-full sslnegotiation=direct` }), true)
  t.equal(await start(t, { endpoint: `${words} sslmode=verify-full ssl_min_protocol_version=TLSv1.3` }), true)
  t.equal(await start(t, { endpoint: `127.0.0.1 port=${port} sslmode=no-verify` }), true)
  t.equal(
    await start(t, {
      endpoint: `host=localhost hostaddr=127.0.0.1 port=${port} sslmode=verify-full sslrootcert=${authority}`
    }),
    true
  )
  await t.rejects(
    start(t, {
      endpoint: `host=other.example hostaddr=127.0.0.1 port=${port} sslmode=verify-full sslrootcert=${authority}`
    }),
    { code: 'GNAR_ERR_PG_CONNECT', message: /altnames/ }
  )
  await t.rejects(
    start(t, {
      endpoint: `${words} sslmode=verify-full ssl_min_protocol_version=TLSv1 ssl_max_protocol_version=TLSv1.1`
    }),
    {
      code: 'GNAR_ERR_PG_CONNECT'
    }
  )
  await t.rejects(start(t, { endpoint: `${words} sslmode=verify-full sslrootcert=system` }), {
    code: 'GNAR_ERR_PG_CONNECT',
    message: /certificate/
  })
})

t.test('P10 a query that runs out of time is canceled at the server, over TLS as well', async (t) => {
  for (const sslMode of ['disable', 'require'] as const) {
    const fastify = Fastify()
    t.after(() => fastify.close())
    await fastify.register(gnarPg, { env: local.env, sslMode })
    await t.rejects(fastify.db.value({ text: `SELECT pg_sleep(600), '${sslMode}'`, timeoutMs: 200 }), {
      code: 'GNAR_ERR_PG_QUERY_TIMEOUT'
    })
    const running =
      "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'"
    const begun = performance.now()
    while ((await fastify.db.value(running)) !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
    t.ok(performance.now() - begun < 3000)
    t.equal(await fastify.db.value('SHOW statement_timeout'), '31s', 'the bound of the server')
    t.equal(await fastify.db.value({ text: 'SHOW statement_timeout', timeoutMs: 60_000 }), '1min')
    await fastify.db.transact(async (tx) => {
      t.equal(await tx.value({ text: 'SHOW statement_timeout', timeoutMs: 60_000 }), '1min')
      t.equal(await tx.value('SHOW statement_timeout'), '31s')
    })
  }
})

t.test('P4 a certificate that is not trusted is an error that says how to trust it', async (t) => {
  const trust = { code: 'GNAR_ERR_PG_CONNECT', message: 'GNAR_PG_SSL_ROOT_CERT' }
  await t.rejects(start(t, { sslMode: 'verify-full' }), trust)
  await t.rejects(start(t, { sslMode: 'verify-full', sslRootCert: authority }), trust, 'another host')
})
