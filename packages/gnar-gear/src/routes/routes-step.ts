import type { FastifyInstance } from 'fastify'
import { custom } from 'gnar-env'
import type { AppCore, BaseContext } from '../context.ts'
import { type AutoloadOptions, registerModule } from './engine.ts'
import { respondWithFailures } from './failures.ts'
import { findRouteModules, type ModuleFile, scanRouteModules } from './module-files.ts'

/** The options of the routes step. */
export const routesTable = {
  /** Route modules to register by name, in place of the scan; false for none. */
  routes: custom<false | string | readonly string[]>()({
    meaning: 'names of route modules',
    formerly: { blueprintModules: 'routes', blueprint_modules: 'routes' },
    check: (value) =>
      value === false || [value].flat().every((name) => typeof name === 'string' && name !== '')
        ? undefined
        : 'must be a name such as "user", a list of names, or false'
  }),
  /** Options of @fastify/autoload, such as `cascadeHooks`. */
  autoload: custom<AutoloadOptions>()({
    meaning: 'options of @fastify/autoload',
    check: (value) =>
      typeof value === 'object' && value !== null && !('dir' in value)
        ? undefined
        : 'must be an object without dir; appDir is the folder'
  })
}

interface RoutesContext extends BaseContext {
  routes?: false | string | readonly string[] | undefined
  autoload?: AutoloadOptions | undefined
}

/** The routes step: registers every route module, logs where each listens, and responds for those that failed. */
export async function registerRoutes(
  app: AppCore,
  fastify: FastifyInstance,
  context: RoutesContext
): Promise<void> {
  for (const module of await listModules(fastify, context)) {
    if (!app.failures.has(module.file)) registerModule(app, fastify, module, context)
  }
  fastify.register(async (scope) => respondWithFailures(app, scope, context))
}

async function listModules(
  fastify: FastifyInstance,
  { appDir, routes, autoload }: RoutesContext
): Promise<ModuleFile[]> {
  if (routes === false) return []
  const names = [routes ?? []].flat()
  if (names.length > 0) return findRouteModules(appDir, names)
  const modules = await scanRouteModules(appDir, autoload)
  if (modules.length === 0) {
    fastify.log.warn(
      `No routes: there is no file apis, routes or *.routes below ${appDir}; create one, set appDir, or pass routes: false`
    )
  }
  return modules
}

/** Decorates the instance with `protect`. */
export function addProtect(fastify: FastifyInstance): void {
  fastify.decorate('protect', function (this: FastifyInstance, ...checks) {
    for (const hook of [this.authenticate, ...checks]) this.addHook('onRequest', hook)
  })
}
