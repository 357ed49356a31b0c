import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const root = join(import.meta.dirname, '../../..')

/** Names of the packages that are published. */
export const published = readdirSync(join(root, 'packages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !manifestOf(entry.name).private)
  .map(({ name }) => name)

export function manifestOf(name: string) {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
}

/** The pnpm that the workspace is installed with; npm keeps it. */
export const pnpm = /pnpm@[\d.]+/.exec(readFileSync(join(root, 'package.json'), 'utf8'))?.[0] ?? ''

/** What tap adds to every Node child process, and which a stranger's process does not have. */
export const untapped = ['-u', 'NODE_OPTIONS', '-u', 'NODE_V8_COVERAGE', '-u', 'TAP']

/** Runs a command to its end and returns what it wrote; throws what it wrote if it fails. */
export async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('env', [...untapped, command, ...args], {
      cwd,
      maxBuffer: 64e6
    })
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`)
  }
}

/**
 * Compiles the published packages and packs them into a folder.
 *
 * @returns the path of the tarball of each package
 */
export async function packInto(folder: string): Promise<Map<string, string>> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await run(root, 'node', '.ci/clean-dist.mjs')
  await run(root, 'node', tsc, '-b', ...published.map((name) => `packages/${name}`))
  const filters = published.flatMap((name) => ['--filter', name])
  await run(root, 'npx', '--yes', pnpm, '-r', ...filters, 'pack', '--silent', '--pack-destination', folder)
  return new Map(
    published.map((name) => [name, join(folder, `${name}-${manifestOf(name).version}.tgz`)] as const)
  )
}
