import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyPluginAsync } from 'fastify'
import { NoRouteModuleError } from './errors.ts'

/** A route module that was imported. */
export interface RouteModule {
  plugin: FastifyPluginAsync
  /** Where its routes are, without the preset's own prefix unless `absolute`. */
  prefix: string
  /** Whether the module said `prefixOverride`, which no other prefix is put before. */
  absolute: boolean
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs']
const routeModuleName = /^(?:apis|routes|.+\.routes)\.(?:ts|mts|js|mjs|cjs)$/

/** Paths of all route modules below a folder, sorted; none when there is no such folder. */
export async function scanRouteModules(appDir: string): Promise<string[]> {
  const entries = await readdir(appDir, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  return entries
    .filter((entry) => entry.isFile() && routeModuleName.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(appDir, file).split(sep).includes('node_modules'))
    .sort()
}

/**
 * Paths of the route modules with these names: `user` means `<appDir>/user/apis`, `user.admin` `<appDir>/user/admin`.
 *
 * @throws NoRouteModuleError with the paths tried
 */
export async function findRouteModules(appDir: string, names: readonly string[]): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      const stem = join(appDir, ...(name.includes('.') ? name.split('.') : [name, 'apis']))
      const paths = extensions.map((extension) => `${stem}${extension}`)
      const found = await Promise.all(paths.map(isFile))
      const file = paths.find((_, index) => found[index])
      if (file === undefined) throw new NoRouteModuleError(name, paths.join(', '))
      return file
    })
  )
}

/** Imports a route module; undefined when its default export is no plugin, so that it is some other module. */
export async function importRouteModule(appDir: string, file: string): Promise<RouteModule | undefined> {
  const content: Record<string, unknown> = await import(pathToFileURL(file).href)
  const plugin = defaultExport(content)
  if (typeof plugin !== 'function') return undefined
  const { prefixOverride, autoPrefix } = content
  const absolute = typeof prefixOverride === 'string'
  const own = absolute ? prefixOverride : typeof autoPrefix === 'string' ? autoPrefix : undefined
  return { plugin: plugin as FastifyPluginAsync, prefix: own ?? folderPrefix(appDir, file), absolute }
}

/** The URL prefix that a module's folder stands for: `app/user/apis.ts` gives `/user`, `app/apis.ts` nothing. */
export function folderPrefix(appDir: string, file: string): string {
  const path = relative(appDir, dirname(file))
  return path === '' ? '' : `/${path.split(sep).join('/')}`
}

/** A module's path as people say it: from the folder above the app's, such as `app/user/apis.ts`. */
export function spokenPath(appDir: string, file: string): string {
  return `${basename(appDir)}/${relative(appDir, file).split(sep).join('/')}`
}

/** CommonJS that was compiled from ESM hides its default one level deeper. */
function defaultExport(content: Record<string, unknown>): unknown {
  const { default: value } = content
  if (typeof value === 'object' && value !== null && 'default' in value) return value.default
  return value
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
