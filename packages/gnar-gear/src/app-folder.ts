import { basename, dirname, join, resolve } from 'node:path'

/** The folder of an app's modules: the main module's own when that is called `app`, else `app` beside it. */
export function findAppDir(main = process.argv[1] ?? 'main.js'): string {
  const folder = dirname(resolve(main))
  return basename(folder) === 'app' ? folder : join(folder, 'app')
}
