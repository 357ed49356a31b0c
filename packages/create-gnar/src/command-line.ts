import { spawnSync } from 'node:child_process'
import { InstallError, UsageError } from './errors.ts'
import { type Flags, readFlags, usage } from './flags.ts'
import { createService } from './index.ts'

/**
 * Runs `npm create gnar` with these arguments.
 *
 * @returns the exit code: 0 if the service was written, 1 if not, 130 if the user cancelled
 */
export async function run(args: string[]): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags.help) return say(usage())
    const answers = await choose(flags)
    if (answers === undefined) return 130
    const { folder, chosen } = answers
    const files = createService({ ...chosen, folder })
    if (flags.install) install(folder)
    return say(
      `${files.length} files written to ${folder}. Next:\n\n  cd ${folder}\n${flags.install ? '' : '  npm install\n'}  npm run dev`
    )
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof InstallError)) throw error
    process.stderr.write(`create-gnar: ${error.message}\n`)
    return 1
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

/** Questions need a terminal on both ends: without one they would wait forever, or end with code 13 and no word. */
async function choose(flags: Flags) {
  if (process.stdin.isTTY && process.stdout.isTTY && !flags.yes) {
    const { ask } = await import('./questions.ts')
    return ask(flags)
  }
  if (flags.folder === undefined) {
    throw new UsageError('name the folder of the new service, as in npm create gnar my-service')
  }
  return { folder: flags.folder, chosen: flags.chosen }
}

function install(folder: string): void {
  const { status } = spawnSync('npm', ['install'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32'
  })
  if (status !== 0) throw new InstallError(folder)
}
