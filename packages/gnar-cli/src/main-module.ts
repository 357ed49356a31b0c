import { existsSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { MainNotFoundError } from './errors.ts'

const typescript = ['app/main.ts', 'app/main.mts', 'src/app/main.ts', 'main.ts']
const javascript = ['app/main.js', 'app/main.mjs', 'main.js', 'main.mjs']
const sources = [...typescript, 'src/app/main.js', ...javascript]

/** Where each command looks for the main module unless it is named; the first match wins. */
const places = {
  dev: sources,
  routes: sources,
  openapi: sources,
  env: sources,
  migrate: [...sources, 'dist/app/main.js'],
  start: ['dist/app/main.js', 'dist/main.js', ...javascript]
} as const

/**
 * Absolute path of the app's main module.
 *
 * @throws MainNotFoundError with the paths tried
 */
export function findMain(command: keyof typeof places, named: string | undefined, cwd: string): string {
  const candidates = named === undefined ? places[command] : [named]
  const found = candidates.map((place) => resolve(cwd, place)).find(isFile)
  if (found === undefined)
    throw new MainNotFoundError(candidates.join(', '), `${command} ${places[command][0]}`)
  return found
}

/** Whether this version of Node runs TypeScript without a loader. */
export function stripsTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false
}

/** Whether versions of Node that do not strip types need a loader for this module. */
export function isTypeScript(file: string): boolean {
  return ['.ts', '.mts', '.cts'].includes(extname(file))
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
