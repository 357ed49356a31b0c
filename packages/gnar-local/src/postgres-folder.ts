import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { reachableByAll } from './postgres-binaries.ts'
import { serverAccount } from './server-account.ts'

/** A folder of Postgres data that no other server uses. */
export interface DataFolder {
  path: string
  throwAway: boolean
  /** Gives the folder free; deletes it when it is a throw-away. */
  close(): Promise<void>
}

/** How long a server whose user crashed may take to write everything down and end. */
const endsWithinMs = 5_000

/**
 * Opens the data folder below `parentDir`, or a throw-away folder when that is empty. Where another run uses the
 * data folder at this moment, the next one is taken (`postgres-2`, …).
 */
export async function openDataFolder(parentDir: string): Promise<DataFolder> {
  if (parentDir === '') return throwAwayFolder()
  for (let number = 1; ; number++) {
    const path = await ownFolder(resolve(parentDir), number === 1 ? 'postgres' : `postgres-${number}`)
    if (await takeOver(path)) return persistentFolder(path)
  }
}

async function throwAwayFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'gnar-postgres-data-'))
  await give(path)
  return { path, throwAway: true, close: () => rm(path, { recursive: true, force: true }) }
}

/** While the folder is in use, the port named in a file beside it answers with the folder's path. */
async function persistentFolder(path: string): Promise<DataFolder> {
  const sign = createServer((socket) => socket.on('error', () => {}).end(path)).listen(0, '127.0.0.1')
  await once(sign, 'listening')
  await writeFile(`${path}.keeper`, String((sign.address() as AddressInfo).port))
  return { path, throwAway: false, close: () => rm(`${path}.keeper`, { force: true }) }
}

/** Makes the folder; where root's server account could not reach it, it is a link to one that it can reach. */
async function ownFolder(parentDir: string, name: string): Promise<string> {
  await mkdir(parentDir, { recursive: true })
  const path = join(parentDir, name)
  if (serverAccount() === undefined || (await reachableByAll(parentDir))) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await give(path)
    return path
  }
  const place = createHash('sha256').update(path).digest('hex').slice(0, 16)
  const reachable = join('/var/tmp', `gnar-postgres-${place}`)
  await mkdir(reachable, { recursive: true, mode: 0o700 })
  await give(reachable)
  if (!existsSync(path)) {
    await rm(path, { force: true })
    await symlink(reachable, path)
  }
  return reachable
}

/** Whether the folder is free, once a server that a crash left behind has been ended. */
async function takeOver(path: string): Promise<boolean> {
  const deadline = Date.now() + endsWithinMs
  for (;;) {
    const lock = await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '')
    const [pid, , , port] = lock.split('\n')
    if (!isAlive(Number(pid))) return true
    if (!(await answers(Number(port)))) {
      // The number belongs to another program by now, or the server is just ending.
      if (Date.now() > deadline) {
        await rm(join(path, 'postmaster.pid'))
        return true
      }
    } else if (await keeperIsAlive(path)) {
      return false
    } else {
      process.kill(Number(pid), 'SIGINT')
    }
    await promisify(setTimeout)(100)
  }
}

async function keeperIsAlive(path: string): Promise<boolean> {
  const port = Number(await readFile(`${path}.keeper`, 'utf8').catch(() => ''))
  if (port === 0) return false
  return text(connect(port, '127.0.0.1')).then(
    (said) => said === path,
    () => false
  )
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function give(path: string): Promise<void> {
  const account = serverAccount()
  if (account !== undefined && (await stat(path)).uid !== account.uid)
    await chown(path, account.uid, account.gid)
}
