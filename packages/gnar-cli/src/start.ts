import { pathToFileURL } from 'node:url'
import { TypeScriptError } from './errors.ts'
import { findMain, isTypeScript, stripsTypes } from './main-module.ts'

/** `gnar start [main]`: loads the main module into this process, so that signals and exit codes are the app's own. */
export async function start(named: string | undefined): Promise<void> {
  const main = findMain('start', named, process.cwd())
  if (isTypeScript(main) && !stripsTypes()) throw new TypeScriptError(main)
  process.env.NODE_ENV ??= 'production'
  process.argv = [process.execPath, main]
  await import(pathToFileURL(main).href).catch((error: unknown) => {
    // An error of the app, not of the command line: it ends the process with its stack, as under plain node.
    process.nextTick(() => {
      throw error
    })
  })
}
