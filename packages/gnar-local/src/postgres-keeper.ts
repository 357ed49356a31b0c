import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Binaries, postgresBinaries } from './postgres-binaries.ts'
import { type DataFolder, openDataFolder } from './postgres-folder.ts'
import { serverAccount } from './server-account.ts'

/** What the keeper sends to the process that forked it, once. */
export type KeeperReport = { port: number } | { fault: string }

/** How long a server may take to become ready, including crash recovery. */
const readyWithinMs = 30_000

const [credentials = '', parentDir = ''] = process.argv.slice(2)
const output: string[] = []
let server: ChildProcess | undefined
let folder: DataFolder | undefined

process.on('disconnect', () => void end())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end())
// Our parent may be gone already; then no disconnect event follows.
if (!process.connected) await end()

try {
  const binaries = await postgresBinaries()
  folder = await openDataFolder(parentDir)
  if (!existsSync(join(folder.path, 'PG_VERSION'))) await initialise(binaries, folder)
  const port = await freePort()
  server = startServer(binaries, folder, port)
  await createDatabase(port, server)
  report({ port })
} catch (error) {
  report({ fault: [error instanceof Error ? error.message : String(error), ...output].join('\n').trim() })
  await end()
}

async function initialise(binaries: Binaries, { path }: DataFolder): Promise<void> {
  const passwordFile = `${path}.password`
  await writeFile(passwordFile, credentials, { mode: 0o644 })
  const flags = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--auth=scram-sha-256',
    '--no-sync'
  ]
  const initdb = spawn(
    binaries.initdb,
    [`--pgdata=${path}`, `--username=${credentials}`, `--pwfile=${passwordFile}`, ...flags],
    { ...serverAccount(), stdio: ['ignore', 'ignore', 'pipe'] }
  )
  listen(initdb)
  const [code] = await once(initdb, 'close')
  await rm(passwordFile)
  if (code !== 0) {
    await rm(path, { recursive: true, force: true })
    throw new Error(`initdb exited with code ${code}`)
  }
}

function startServer(binaries: Binaries, { path, isTemporary }: DataFolder, port: number): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'log_timezone=UTC'
  ]
  // Temporary data need not survive a crash of the machine.
  if (isTemporary) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const flags = settings.flatMap((setting) => ['-c', setting])
  const child = spawn(binaries.postgres, ['-D', path, ...flags], {
    ...serverAccount(),
    stdio: ['ignore', 'ignore', 'pipe']
  })
  listen(child)
  return child
}

async function createDatabase(port: number, child: ChildProcess): Promise<void> {
  const login = { host: '127.0.0.1', port, user: credentials, password: credentials }
  const client = await connect({ ...login, database: 'postgres' }, child)
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [credentials])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(credentials)}`)
  await client.end()
}

async function connect(login: pg.ClientConfig, child: ChildProcess): Promise<pg.Client> {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    const client = new pg.Client(login)
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) throw error
      await promisify(setTimeout)(25)
    }
  }
}

async function end(): Promise<void> {
  if (server !== undefined && server.exitCode === null && server.signalCode === null) {
    const gone = once(server, 'exit')
    // SIGINT is Postgres's fast shutdown: it ends the sessions and writes a checkpoint.
    server.kill('SIGINT')
    await gone
  }
  await folder?.close()
  process.exit()
}

function report(message: KeeperReport): void {
  if (process.connected) process.send?.(message)
}

/** Keeps the last lines of a server's output for the error message. */
function listen(child: ChildProcess): void {
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.push(text.trim())
    if (output.length > 20) output.shift()
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
