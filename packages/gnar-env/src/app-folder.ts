import { existsSync } from 'node:fs'
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

/**
 * The folder of the project that a module belongs to: that of the nearest `package.json` above it. The working
 * directory serves where there is none, and where the process was started with a program of `node_modules`.
 *
 * @param main path of the main module; default: the module that Node was started with
 */
export function findProjectDir(main = process.argv[1]): string {
  if (main === undefined || main.split(/[\\/]/).includes('node_modules')) return process.cwd()
  const nearest = (folder: string): string => {
    if (existsSync(join(folder, 'package.json'))) return folder
    return dirname(folder) === folder ? process.cwd() : nearest(dirname(folder))
  }
  return nearest(dirname(resolve(main)))
}
