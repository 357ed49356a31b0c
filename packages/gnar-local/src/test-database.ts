import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { defineSettings, findProjectDir, type PluginOptions, readSettings, text } from 'gnar-env'
import pg from 'pg'
import { startPostgres } from './postgres.ts'

const settings = defineSettings('gnar-local', {
  /** Folder of SQL files that the database has applied, as `migrations` of gnar-pg. Default: an empty database. */
  migrations: text({ meaning: 'folder of SQL files that the database has applied' })
})

export type TestDatabaseOptions = PluginOptions<typeof settings>

/** A database of one test file. */
export interface TestDatabase {
  /** The variables with which a service finds it, prefix included. */
  env: Record<string, string>
  name: string
  /** Deletes the database, and stops the server if it was started for this one. */
  drop(): Promise<void>
}

/**
 * Creates a migrated database in milliseconds: a copy of a template, which the first caller migrates. The server is that
 * of `GNAR_PG_ENDPOINT`, as `gnar local -- npm test` sets it, otherwise one that is started for this process.
 *
 * @throws the error of a migration
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { migrations, env: given, envPrefix } = readSettings(settings, options)
  const endpoint = `${envPrefix}_PG_ENDPOINT`
  const local = given[endpoint] ? undefined : await startPostgres(undefined)
  const started = Object.entries(local?.variables ?? {}).map(([key, value]) => [`${envPrefix}_${key}`, value])
  const server = { ...given, ...Object.fromEntries(started) }
  const inDatabase = (database: string) => databaseVariables(server, envPrefix, database)
  const admin = await connect(server, envPrefix)
  const name = `gnar_test_${process.pid}_${randomBytes(6).toString('hex')}`
  try {
    // Only a superuser may see how old they are.
    await dropForgotten(admin).catch(() => undefined)
    const template = templateName(migrations)
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) {
      // Under another name until it is complete, so that a crash leaves no half of a template.
      await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
      if (migrations !== undefined) {
        const { migrate } = await import('gnar-pg')
        await migrate({ migrations, envPrefix, env: inDatabase(name) })
      }
      await admin.query(`ALTER DATABASE ${name} RENAME TO ${template}`)
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    await admin.query('SELECT pg_advisory_unlock(hashtext($1))', [template])
    // The session that is open under this name says that the database is in use.
    await admin.query("SELECT set_config('application_name', $1, false)", [name])
  } catch (error) {
    await admin.end()
    await local?.stop()
    throw error
  }
  // Without it, a test that forgets to drop would never end.
  socketOf(admin).unref()
  return {
    name,
    env: inDatabase(name),
    async drop() {
      socketOf(admin).ref()
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.end()
      await local?.stop()
    }
  }
}

/** Databases of test files that ended without dropping theirs; a minute old, since a session is named after its database. */
async function dropForgotten(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'gnar\\_test\\_%'
     AND datname NOT IN (SELECT application_name FROM pg_stat_activity)
     AND (pg_stat_file('base/' || oid || '/PG_VERSION')).modification < now() - interval '1 minute'`
  )
  for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
}

/** The same migrations share a template. */
function templateName(migrations: string | undefined): string {
  const hash = createHash('sha256')
  if (migrations !== undefined) {
    const folder = resolve(findProjectDir(), migrations)
    const names = readdirSync(folder).filter((file) => file.endsWith('.sql'))
    for (const file of names.sort()) hash.update(file).update(readFileSync(join(folder, file)))
  }
  return `gnar_template_${hash.digest('hex').slice(0, 32)}`
}

function databaseVariables(
  env: Readonly<Record<string, string | undefined>>,
  envPrefix: string,
  database: string
): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => name.startsWith(`${envPrefix}_PG_`)) as [
    string,
    string
  ][]
  return { ...Object.fromEntries(own), [`${envPrefix}_PG_DATABASE`]: database }
}

function socketOf({ connection }: pg.Client): Socket {
  return connection.stream as Socket
}

async function connect(
  env: Readonly<Record<string, string | undefined>>,
  envPrefix: string
): Promise<pg.Client> {
  const [host = '', port = '5432'] = (env[`${envPrefix}_PG_ENDPOINT`] ?? '').split(':')
  const client = new pg.Client({
    host,
    port: Number(port),
    database: 'postgres',
    user: env[`${envPrefix}_PG_USERNAME`] ?? '',
    password: env[`${envPrefix}_PG_PASSWORD`] ?? ''
  })
  client.on('error', () => {})
  await client.connect()
  return client
}
