import { chmod, chown, cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Local, startLocal } from 'gnar-local'
import pg from 'pg'

/** A Postgres server whose data survive its end, for tests with a primary and a standby. */
export interface Server {
  local: Local
  port: number
  dataDir: string
  /** Runs one statement on a connection of its own, as superuser. */
  query(sql: string): Promise<pg.QueryResult>
}

/** Starts a server on data in `parentDir`, or on new ones. */
export async function startServer(parentDir?: string): Promise<Server> {
  const dataDir = parentDir ?? (await mkdtemp(join(tmpdir(), 'gnar-replication-')))
  // The account of a server that root starts must get there.
  await chmod(dataDir, 0o755)
  const local = await startLocal({ postgres: true, dataDir })
  const port = Number(local.env.GNAR_PG_ENDPOINT?.split(':')[1])
  return { local, port, dataDir, query: (sql) => queryOnce(port, sql) }
}

/** Starts a standby that follows `primary` and confirms each of its commits. */
export async function startStandby(primary: Server): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gnar-replication-'))
  const target = join(dataDir, 'postgres')
  const client = await connect(primary.port)
  await client.query("SELECT pg_backup_start('standby', true)")
  await cp(join(primary.dataDir, 'postgres'), target, {
    recursive: true,
    // Files come and go while the server runs, and the WAL arrives by replication.
    filter: (source) => !/postmaster\.(pid|opts)$|pgsql_tmp|\/pg_replslot\/./.test(source)
  })
  const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)')
  await client.end()
  await writeFile(join(target, 'backup_label'), rows[0].labelfile)
  await follow(target, primary.port)
  await ownAll(target, join(primary.dataDir, 'postgres'))
  const standby = await startServer(dataDir)
  await primary.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
  await primary.query('SELECT pg_reload_conf()')
  return standby
}

/** Makes the data of a stopped server those of a standby of `primaryPort`. */
export async function follow(data: string, primaryPort: number): Promise<void> {
  await writeFile(join(data, 'standby.signal'), '')
  const conninfo = `host=127.0.0.1 port=${primaryPort} user=gnar password=gnar`
  await writeFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
}

/** Makes a standby the primary, which waits for no standby of its own. */
export async function promote(standby: Server): Promise<void> {
  await standby.query('SELECT pg_promote(true, 30)')
}

export async function removeServer({ local, dataDir }: Server): Promise<void> {
  await local.stop()
  await rm(dataDir, { recursive: true, force: true })
}

async function connect(port: number): Promise<pg.Client> {
  const login = { host: '127.0.0.1', port, user: 'gnar', password: 'gnar', database: 'gnar' }
  const client = new pg.Client(login)
  await client.connect()
  return client
}

async function queryOnce(port: number, sql: string): Promise<pg.QueryResult> {
  const client = await connect(port)
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A copy that root makes belongs to root. */
async function ownAll(path: string, like: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { readdir } = await import('node:fs/promises')
  const { uid, gid } = await stat(like)
  for (const name of ['', ...(await readdir(path, { recursive: true }))])
    await chown(join(path, name), uid, gid)
  await chmod(path, 0o700)
}
