import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import t, { type Test } from 'tap'

const fixture = join(import.meta.dirname, 'fixtures/run-local.ts')

interface Run {
  child: ChildProcess
  client: pg.Client
}

/** Starts Postgres in a process of its own, so that a test can kill it. */
async function run(t: Test, dataDir: string): Promise<Run> {
  const child = spawn(process.execPath, [...process.execArgv, fixture, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await once(
    createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }),
    'line'
  )
  const env = JSON.parse(line)
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(env.GNAR_PG_ENDPOINT.split(':')[1]),
    database: env.GNAR_PG_DATABASE,
    user: env.GNAR_PG_USERNAME,
    password: env.GNAR_PG_PASSWORD
  })
  client.on('error', () => {})
  await client.connect()
  return { child, client }
}

/** Ends a run the hard way and waits until its keeper has given the data folder free, the last that it does. */
async function kill(run: Run): Promise<void> {
  const sign = `${await dataFolder(run)}.keeper`
  const done = ended(run.client)
  run.child.kill('SIGKILL')
  await done
  while (existsSync(sign)) await setTimeout(20)
}

t.test('S2 data survive a crash, and the crash leaves no server and no stale lock behind', async (t) => {
  const dataDir = t.testdir()
  const first = await run(t, dataDir)
  await first.client.query('CREATE TABLE rider (name text)')
  await first.client.query("INSERT INTO rider VALUES ('ic3b3rg')")
  await kill(first)

  const second = await run(t, dataDir)
  const { rows } = await second.client.query('SELECT name FROM rider')
  t.strictSame(rows, [{ name: 'ic3b3rg' }])
  await kill(second)
})

t.test('S2 a server whose keeper was also killed is stopped by the next start', async (t) => {
  const dataDir = t.testdir()
  const first = await run(t, dataDir)
  await first.client.query('CREATE TABLE rider (name text)')
  const done = ended(first.client)
  process.kill(await keeperOf(first), 'SIGKILL')
  first.child.kill('SIGKILL')

  const second = await run(t, dataDir)
  await done
  const { rowCount } = await second.client.query('SELECT name FROM rider')
  t.equal(rowCount, 0)
  await kill(second)
})

t.test('S2 a second run alongside the first uses its own folder', async (t) => {
  const dataDir = t.testdir()
  const first = await run(t, dataDir)
  const second = await run(t, dataDir)
  t.not(await dataFolder(first), await dataFolder(second))
  await Promise.all([kill(first), kill(second)])
})

t.test('S2 a lock whose pid now belongs to another program does not prevent the start', async (t) => {
  const dataDir = t.testdir()
  const first = await run(t, dataDir)
  const folder = await dataFolder(first)
  await kill(first)
  await writeFile(join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n0\n1\n\n127.0.0.1\n`)
  const second = await run(t, dataDir)
  t.equal(await dataFolder(second), folder)
  await kill(second)
})

t.test('S2 a keeper whose user ends before it begins exits without a server', async (t) => {
  const dataDir = t.testdir()
  const keeper = join(import.meta.dirname, '../src/postgres-keeper.ts')
  const child = spawn(process.execPath, [...process.execArgv, keeper, 'gnar', dataDir], { stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.strictSame(await readdir(dataDir), [])
})

/** Once the server has ended the client's connection, with whatever last words. */
function ended(client: pg.Client): Promise<void> {
  return new Promise((resolve) => client.once('end', resolve))
}

async function dataFolder({ client }: Run): Promise<string> {
  const { rows } = await client.query("SELECT current_setting('data_directory') AS path")
  return rows[0].path
}

/** The process that started the server: its parent. */
async function keeperOf(run: Run): Promise<number> {
  const lock = await readFile(join(await dataFolder(run), 'postmaster.pid'), 'utf8')
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', lock.split('\n')[0] ?? ''])
  return Number(stdout)
}
