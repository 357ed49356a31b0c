import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { GnarApp } from './gnar-app.ts'
import { locateSyntaxError } from './locate-syntax-error.ts'
import { answerWithFailures, noteFailure, routeModuleError } from './route-failure.ts'
import {
  findRouteModules,
  folderPrefix,
  importRouteModule,
  type RouteModule,
  scanRouteModules,
  spokenPath
} from './route-modules.ts'
import { rememberRoutes } from './schema-failure.ts'
import type { StepContext } from './settings.ts'

/** Marks the scope of a route module with the module's path. */
export const kRouteModule = Symbol('gnar-gear.routeModule')

/**
 * The routes step: registers every route module, and says where each listens.
 *
 * A module that fails stops the start in production. In development it goes into `app.failures` and its prefix answers
 * with the failure; when it is the plugin that fails, not the import, Fastify cannot go on, and it takes a new start
 * that knows `app.failures` to leave the module out.
 */
export async function registerRoutes(
  this: GnarApp,
  fastify: FastifyInstance,
  context: StepContext
): Promise<void> {
  for (const file of await listModules(fastify, context)) {
    if (this.failures.has(file)) continue
    const module = await importModule(this, fastify, file, context)
    if (module === undefined) continue
    if (module === 'no plugin') {
      fastify.log.warn(`${spokenPath(context.appDir, file)} is left alone: its default export is no plugin`)
      continue
    }
    registerModule(this, fastify, file, module, context)
  }
  fastify.register(async (scope) => answerWithFailures(this, scope, context))
}

async function listModules(fastify: FastifyInstance, { appDir, routes }: StepContext): Promise<string[]> {
  if (routes === false) return []
  if (routes !== undefined) return findRouteModules(appDir, [routes].flat())
  const files = await scanRouteModules(appDir)
  if (files.length === 0) {
    fastify.log.warn(
      `No routes: there is no file apis, routes or *.routes below ${appDir}; create one, set appDir, or say routes: false`
    )
  }
  return files
}

async function importModule(
  app: GnarApp,
  fastify: FastifyInstance,
  file: string,
  context: StepContext
): Promise<RouteModule | 'no plugin' | undefined> {
  const { appDir } = context
  try {
    return (await importRouteModule(appDir, file)) ?? 'no plugin'
  } catch (error) {
    if (context.production) throw routeModuleError(file, error, context)
    await locateSyntaxError(error, file)
    noteFailure(app, fastify, file, { prefix: folderPrefix(appDir, file), error }, context)
    return undefined
  }
}

function registerModule(
  app: GnarApp,
  fastify: FastifyInstance,
  file: string,
  module: RouteModule,
  context: StepContext
): void {
  const { plugin } = module
  const prefix = module.absolute ? module.prefix : `${context.prefix ?? ''}${module.prefix}`
  const routes: FastifyPluginAsync = async (scope) => {
    scope.decorate(kRouteModule, file)
    rememberRoutes(app, scope, { file, prefix })
    try {
      scope.register(plugin)
      await scope.after()
    } catch (error) {
      if (!context.production) noteFailure(app, fastify, file, { prefix, error }, context)
      throw routeModuleError(file, error, context)
    }
    fastify.log.info(`Listening on ${prefix === '' ? '/' : prefix}`)
  }
  fastify.register(routes, { prefix })
}
