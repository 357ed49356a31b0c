import { basename, dirname, join, resolve } from 'node:path'

/**
 * The folder of an app's modules when the user names none: the main module's own when that is called `app`, otherwise
 * `app` next to it.
 *
 * @param main path of the main module; default: the module that Node was started with
 */
export function findAppDir(main = process.argv[1] ?? 'main.js'): string {
  const folder = dirname(resolve(main))
  return basename(folder) === 'app' ? folder : join(folder, 'app')
}
