import { execFile } from 'node:child_process'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { AppCore, BaseContext } from '../context.ts'
import { RouteModuleError } from '../errors.ts'
import { displayPath } from './module-files.ts'

/** A route module and where its routes are. */
export interface RouteModule {
  file: string
  prefix: string
}

/**
 * Notes that a module failed: in development it goes into `app.failures`, and is logged once; its prefix responds with
 * the failure.
 *
 * @returns the error that names the module
 */
export function noteFailure(
  app: AppCore,
  fastify: FastifyInstance,
  { file, prefix }: RouteModule,
  error: unknown,
  { appDir, production }: BaseContext
): Error {
  if (error instanceof RouteModuleError) return error
  if (!production && !app.failures.has(file)) {
    app.failures.set(file, { prefix, error })
    const path = prefix === '' ? '/' : prefix
    fastify.log.error(
      { err: error },
      `${displayPath(appDir, file)} failed to load; ${path} will return this error until you fix it`
    )
  }
  return routeModuleError(appDir, file, error)
}

/** What tools that list routes exclude. */
const hidden: FastifySchema & { hide: true } = { hide: true }

/** Below the prefix of each failed module, what no other module serves responds with the failure. */
export function respondWithFailures(app: AppCore, scope: FastifyInstance, { appDir }: BaseContext): void {
  for (const [file, { prefix }] of app.failures) {
    for (const url of [prefix === '' ? '/' : prefix, `${prefix}/*`]) {
      const method = scope.supportedMethods.filter((name) => !scope.hasRoute({ method: name, url }))
      if (method.length === 0) continue
      scope.route({ method, url, schema: hidden, handler: async () => throwFailure(app, file, appDir) })
    }
  }
}

/** Responds with the failure of a module when it has one, whatever it declared before it failed. */
export function throwFailure(app: AppCore, file: string, appDir: string): void {
  const failure = app.failures.get(file)
  if (failure === undefined) return
  const { stack = String(failure.error) } = Object(failure.error) as { stack?: string }
  throw Object.assign(routeModuleError(appDir, file, failure.error), {
    expose: true,
    stack,
    cause: undefined
  })
}

/** The routes of an app's modules, by app. */
const owners = new WeakMap<AppCore, Map<string, RouteModule>>()

/** Remembers which routes of a scope belong to a module. */
export function rememberRoutes(app: AppCore, scope: FastifyInstance, module: RouteModule): void {
  const routes = owners.get(app) ?? new Map<string, RouteModule>()
  owners.set(app, routes)
  scope.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.set(`${name}: ${url}`, module)
  })
}

/**
 * Blames a schema that Fastify could not build on its module. Fastify builds them when all modules have loaded, so that
 * only the message names the route.
 *
 * @returns the error to throw: one that names the module, or the error as it is when no module is to blame
 */
export function nameSchemaFailure(
  app: AppCore,
  fastify: FastifyInstance,
  error: unknown,
  context: BaseContext
): unknown {
  const message = error instanceof Error ? error.message : ''
  const route = /^Failed building the \w+ schema for (\S+ \S+), due to/.exec(message)?.[1]
  const module = route === undefined ? undefined : owners.get(app)?.get(route)
  return module === undefined ? error : noteFailure(app, fastify, module, error, context)
}

/**
 * Node prints the place of a syntax error to its own terminal only. So a file that failed with one is parsed once more,
 * by a process that nobody catches it in, and the place that it prints goes before the stack.
 */
export async function locateSyntaxError(error: unknown, files: readonly string[]): Promise<void> {
  if (!(error instanceof SyntaxError)) return
  for (const file of files) {
    if (error.stack?.includes(file)) return
    const place = await findPlace(file)
    if (place === undefined) continue
    error.stack = `${place}\n${error.stack}`
    return
  }
}

/** The place as Node prints it (`file:///app/user/apis.mjs:3`, the line and a caret); undefined when it is elsewhere. */
function findPlace(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], (_error, _stdout, stderr) => {
      const place = /^.*:\d+\n.*\n\s*\^+/m.exec(stderr)?.[0]
      resolve(place?.includes(file) ? place : undefined)
    })
  })
}

function routeModuleError(appDir: string, file: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  return new RouteModuleError(displayPath(appDir, file), message, { cause: error })
}
