import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import autoload, { type AutoloadPluginOptions } from '@fastify/autoload'
import type { FastifyInstance } from 'fastify'
import { markHarmless } from 'gnar-env'
import type { AppCore, BaseContext } from '../context.ts'
import { TwinModulesError } from '../errors.ts'
import { locateSyntaxError, noteFailure, rememberRoutes, throwFailure } from './failures.ts'
import { guardScope } from './guard.ts'
import { displayPath, folderPrefix, type ModuleFile } from './module-files.ts'

/** Marks the scope of a route module with the module's path. */
export const kRouteModule = Symbol('gnar-gear.routeModule')

/** Options of @fastify/autoload that make sense for all modules. */
export type AutoloadOptions = Partial<Omit<AutoloadPluginOptions, 'dir'>>

/**
 * Registers one route module through @fastify/autoload, in a scope of its own: so a failure has a module, and no module
 * fails for another one.
 *
 * In production a failure stops the start. In development it is noted, and every route that the module has declared
 * before it failed responds with it.
 */
export function registerModule(
  app: AppCore,
  fastify: FastifyInstance,
  { file, twins }: ModuleFile,
  context: BaseContext & { autoload?: AutoloadOptions | undefined }
): void {
  const { appDir, production, prefix = '' } = context
  const options = { ...conventions, ...context.autoload }
  const folder = folderPrefix(appDir, file)
  const module = { file, prefix: `${prefix}${options.routeParams ? withParams(folder) : folder}` }
  const fail = async (error: unknown): Promise<void> => {
    await locateSyntaxError(error, [file])
    const failure = noteFailure(app, fastify, module, error, context)
    if (production) throw failure
  }

  fastify.register(async (scope) => {
    if (twins.length > 0) {
      const names = [file, ...twins].map((path) => displayPath(appDir, path)).join(' and ')
      return fail(new TwinModulesError(names))
    }
    if (!production)
      scope.addHook(
        'onRequest',
        markHarmless(async () => throwFailure(app, file, appDir))
      )
    scope.decorate(kRouteModule, file)
    rememberRoutes(app, scope, module)
    let found = false
    const register = guardScope(scope, fail, (instance) => {
      found = true
      module.prefix = instance.prefix
    })
    register(autoload, { ...options, ...onlyThisFile(appDir, file), options: { ...options.options, prefix } })
    register(async () => {
      if (app.failures.has(file)) return
      const path = displayPath(appDir, file)
      if (found) scope.log.info(`Listening on ${module.prefix === '' ? '/' : module.prefix} (${path})`)
      else await explainSkip(scope, path, file)
    })
  })
}

/** The conventions of @fastify/autoload that hold without an option. */
const conventions: AutoloadOptions = { routeParams: true, autoHooks: true }

/**
 * Has @fastify/autoload walk from the app's folder to one file and nowhere else. The file counts as an index file, since
 * otherwise a folder with a package.json is refused; so do the folders on the way to it.
 */
function onlyThisFile(appDir: string, file: string): AutoloadPluginOptions {
  allowTypeScript(file)
  const names = relative(appDir, file).split(sep)
  const paths = names.map((_, index) => names.slice(0, index + 1).join('/'))
  const own = `/${names.join('/')}`
  return {
    dir: appDir,
    matchFilter: (path) => path === own,
    ignorePattern: new RegExp(`^(?!(?:${paths.map(escaped).join('|')})$)`),
    indexPattern: new RegExp(`^(?:${names.map(escaped).join('|')})$`),
    maxDepth: names.length,
    // A file of a package without a type may hold either kind of module, which import() finds out.
    forceESM: true
  }
}

/** Under Node 20, @fastify/autoload wants to be told that a loader for TypeScript is there, before its first use. */
function allowTypeScript(file: string): void {
  if (/\.m?ts$/.test(file)) process.env.FASTIFY_AUTOLOAD_TYPESCRIPT ??= 'true'
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** `/user/_id` is `/user/:id`, as @fastify/autoload has it. */
function withParams(path: string): string {
  return path.includes('__') ? path.replaceAll('__', ':') : path.replaceAll('/_', '/:')
}

/** Why @fastify/autoload left a module out. */
async function explainSkip(scope: FastifyInstance, path: string, file: string): Promise<void> {
  const { autoload: own, default: plugin } = (await import(pathToFileURL(file).href)) as {
    autoload?: unknown
    default?: { autoload?: unknown }
  }
  if (own === false || plugin?.autoload === false) scope.log.info(`${path} skipped: it says autoload: false`)
  else scope.log.warn(`${path} skipped: the default export is not a plugin`)
}
