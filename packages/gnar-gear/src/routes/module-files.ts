import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { AutoloadPluginOptions } from '@fastify/autoload'
import { NoRouteModuleError } from '../errors.ts'

/** The file of a route module, and the files of the same name next to it, of which nobody knows which one is meant. */
export interface ModuleFile {
  file: string
  twins: readonly string[]
}

type Filters = Pick<AutoloadPluginOptions, 'matchFilter' | 'ignoreFilter' | 'ignorePattern' | 'maxDepth'>

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs']
const script = /(?<!\.d)\.(?:ts|mts|js|mjs|cjs)$/
const routeModuleName = /\/(?:apis|routes|[^/]+\.routes)\.(?:ts|mts|js|mjs|cjs)$/
const hooksName = /\/[_.]?auto_?hooks\.\w+$/i

/**
 * All route modules below a folder, sorted; none when there is no such folder.
 *
 * @param filters those of @fastify/autoload; `matchFilter` replaces our names of route modules
 */
export async function scanRouteModules(appDir: string, filters: Filters = {}): Promise<ModuleFile[]> {
  const {
    maxDepth = Number.POSITIVE_INFINITY,
    matchFilter = routeModuleName,
    ignoreFilter,
    ignorePattern
  } = filters
  const entries = await readdir(appDir, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  const files = entries
    .filter((entry) => entry.isFile() && script.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const path = urlPath(appDir, file)
      const folders = path.split('/').slice(1, -1)
      if (folders.includes('node_modules') || folders.length > maxDepth || hooksName.test(path)) return false
      if (ignorePattern !== undefined && parts(path).some((part) => RegExp(ignorePattern).test(part)))
        return false
      return passes(path, matchFilter) && !(ignoreFilter !== undefined && passes(path, ignoreFilter))
    })
    .sort()
  return withTwins(files)
}

/**
 * The route modules with these names: `user` means `<appDir>/user/apis`, `user.admin` `<appDir>/user/admin`.
 *
 * @throws NoRouteModuleError with the paths tried
 */
export async function findRouteModules(appDir: string, names: readonly string[]): Promise<ModuleFile[]> {
  return Promise.all(
    names.map(async (name) => {
      const stem = join(appDir, ...(name.includes('.') ? name.split('.') : [name, 'apis']))
      const paths = extensions.map((extension) => `${stem}${extension}`)
      const exists = await Promise.all(paths.map(isFile))
      const [module] = withTwins(paths.filter((_, index) => exists[index]))
      if (module === undefined) throw new NoRouteModuleError(name, paths.join(', '))
      return module
    })
  )
}

/** The URL prefix that a module's folder stands for: `app/user/apis.ts` gives `/user`, `app/apis.ts` nothing. */
export function folderPrefix(appDir: string, file: string): string {
  const path = urlPath(appDir, dirname(file))
  return path === '/' ? '' : path
}

/** A module's path for people: from the folder above the app's, such as `app/user/apis.ts`. */
export function displayPath(appDir: string, file: string): string {
  return `${basename(appDir)}${urlPath(appDir, file)}`
}

/** A path below a folder with slashes, and one in front. */
function urlPath(folder: string, file: string): string {
  return `/${relative(folder, file).split(sep).join('/')}`
}

/** `/a/b/c.ts` as @fastify/autoload asks for it: `a`, `a/b` and `a/b/c.ts`. */
function parts(path: string): string[] {
  const names = path.slice(1).split('/')
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

function passes(path: string, filter: NonNullable<Filters['matchFilter']>): boolean {
  if (typeof filter === 'string') return path.includes(filter)
  return filter instanceof RegExp ? filter.test(path) : filter(path)
}

function withTwins(files: readonly string[]): ModuleFile[] {
  return [...groupByStem(files).values()].map(([file = '', ...twins]) => ({ file, twins }))
}

function groupByStem(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const file of files) groups.set(stemOf(file), [...(groups.get(stemOf(file)) ?? []), file])
  return groups
}

function stemOf(file: string): string {
  return file.replace(script, '')
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false
  )
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
