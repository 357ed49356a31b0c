import { relative } from 'node:path'
import ansis from 'ansis'
import { appEnd } from './app-end.ts'
import { startAppProcess } from './app-process.ts'
import { errorText } from './error-text.ts'
import { AppError } from './errors.ts'
import { findMain } from './main-module.ts'
import type { ChildMessage } from './protocol.ts'

export interface MigrateOptions {
  check?: boolean
  dryRun?: boolean
  tsx?: boolean
}

/** `gnar migrate [main]`: code 1 when a migration fails, or with `--check` when one is pending. */
export async function migrate(named: string | undefined, options: MigrateOptions): Promise<void> {
  const { check = false, dryRun = false, tsx = false } = options
  const cwd = process.cwd()
  const main = findMain('migrate', named, cwd)
  const reporting = check || dryRun
  const child = startAppProcess({
    command: reporting ? 'migrations' : 'migrate',
    main,
    cwd,
    tsx,
    stdout: 'pipe'
  })
  child.stdout?.resume()
  let applied = 0
  let pending: string[] | undefined
  child.on('message', (message: ChildMessage) => {
    if (message.type === 'migrations') pending = message.pending
    if (message.type !== 'migrated') return
    applied += 1
    process.stdout.write(`${message.name} applied in ${message.durationMs} ms\n`)
  })
  const { error } = await appEnd(child)
  if (pending === undefined) throw new AppError(relative(cwd, main), errorText(error, cwd, ansis))

  for (const name of pending) process.stdout.write(`${name} is pending\n`)
  if (pending.length === 0 && applied === 0) process.stdout.write('The database is up to date.\n')
  if (check && pending.length > 0) process.exitCode = 1
}
