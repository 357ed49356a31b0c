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
  isTemporary: boolean
  /** Releases the folder; deletes a temporary one. */
  close(): Promise<void>
}

/** How long a server may take to shut down after its user crashed. */
const endsWithinMs = 5_000

/**
 * Opens the data folder in `parentDir`, or a temporary folder when that is empty. If another run is using the data
 * folder, opens the next one (`postgres-2`, …).
 */
export async function openDataFolder(parentDir: string): Promise<DataFolder> {
  if (parentDir === '') return temporaryFolder()
  for (let number = 1; ; number++) {
    const path = await ownFolder(resolve(parentDir), number === 1 ? 'postgres' : `postgres-${number}`)
    if (await takeOver(path)) return persistentFolder(path)
  }
}

async function temporaryFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'gnar-postgres-data-'))
  await handOver(path)
  return { path, isTemporary: true, close: () => rm(path, { recursive: true, force: true }) }
}

/** While the folder is in use, the port in a file next to it responds with the folder's path. */
async function persistentFolder(path: string): Promise<DataFolder> {
  const sign = createServer((socket) => socket.on('error', () => {}).end(path)).listen(0, '127.0.0.1')
  await once(sign, 'listening')
  await writeFile(`${path}.keeper`, String((sign.address() as AddressInfo).port))
  return { path, isTemporary: false, close: () => rm(`${path}.keeper`, { force: true }) }
}

/** Creates the folder; if root's server account could not reach it, it is a link to one that it can reach. */
async function ownFolder(parentDir: string, name: string): Promise<string> {
  await mkdir(parentDir, { recursive: true })
  const path = join(parentDir, name)
  if (serverAccount() === undefined || (await reachableByAll(parentDir))) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await handOver(path)
    return path
  }
  const place = createHash('sha256').update(path).digest('hex').slice(0, 16)
  const reachable = join('/var/tmp', `gnar-postgres-${place}`)
  await mkdir(reachable, { recursive: true, mode: 0o700 })
  await handOver(reachable)
  if (!existsSync(path)) {
    await rm(path, { force: true })
    await symlink(reachable, path)
  }
  return reachable
}

/** Whether the folder is free, after stopping a server that a crash left behind. */
async function takeOver(path: string): Promise<boolean> {
  const deadline = Date.now() + endsWithinMs
  for (;;) {
    const lock = await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '')
    const [pid, , , port] = lock.split('\n')
    if (!isAlive(Number(pid))) return true
    if (!(await responds(Number(port)))) {
      // The pid now belongs to another program, or the server is shutting down.
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
    (text) => text === path,
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

function responds(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function handOver(path: string): Promise<void> {
  const account = serverAccount()
  if (account !== undefined && (await stat(path)).uid !== account.uid)
    await chown(path, account.uid, account.gid)
}
