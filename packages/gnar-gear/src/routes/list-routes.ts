import type { FastifyInstance, RouteOptions } from 'fastify'
import type { RouteReport } from '../command/protocol.ts'
import { kRouteModule } from './engine.ts'
import { kProtected } from './routes-step.ts'

/** What the preset and this file leave on a scope, for it and for those within it. */
type Scope = FastifyInstance & { [kRouteModule]?: string; [kProtected]?: boolean; [kGuards]?: unknown[] }

const kGuards = Symbol('gnar-gear.guards')
const guardHooks: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler']
const declared = new WeakMap<object, { route: RouteOptions; scope: Scope }[]>()

/**
 * Remembers the routes of an instance, and the hooks of its route modules, which Fastify shows to nobody. Comes before
 * anything is registered.
 */
export function watchRoutes(fastify: FastifyInstance): void {
  if (declared.has(fastify.server)) return
  const routes: { route: RouteOptions; scope: Scope }[] = []
  declared.set(fastify.server, routes)
  fastify.addHook('onRoute', function (route) {
    // Fastify goes on with the same object for `/user/` after `/user`.
    routes.push({ route: { ...route }, scope: this })
  })
  fastify.addHook = new Proxy(fastify.addHook, {
    apply(addHook, scope: Scope, args) {
      const [name, hook]: unknown[] = args
      if (guardHooks.includes(String(name))) noteGuard(scope, hook)
      return Reflect.apply(addHook, scope, args)
    }
  })
}

/** Every route of an instance that was watched, sorted by path. */
export function listRoutes(fastify: FastifyInstance): RouteReport[] {
  return (declared.get(fastify.server) ?? [])
    .flatMap(({ route, scope }) => toReports(fastify, route, scope))
    .filter((report, _index, all) => !all.some((other) => impliedBy(other, report)))
    .sort((a, b) => a.path.localeCompare(b.path))
}

/** Fastify adds HEAD to every GET, and `/user/` to `/user`. */
function impliedBy(other: RouteReport, { method, path }: RouteReport): boolean {
  if (method === 'HEAD' && other.method === 'GET') return path === other.path
  return method === other.method && path === `${other.path}/`
}

function toReports(fastify: FastifyInstance, route: RouteOptions, scope: Scope): RouteReport[] {
  // Preflights of @fastify/cors and the answers for modules that failed are no routes of the app.
  if ((route.schema as { hide?: boolean } | undefined)?.hide === true) return []
  const file = scope[kRouteModule]
  const access = accessOf(fastify, route, scope)
  return [route.method]
    .flat()
    .map((method) => ({ method, path: route.url, ...(file !== undefined && { file }), access }))
}

function accessOf(fastify: FastifyInstance, route: RouteOptions, scope: Scope): RouteReport['access'] {
  if (route.config?.public === true) return 'open'
  if (scope[kProtected]) return 'protected'
  const guards = [
    route.onRequest,
    route.preParsing,
    route.preValidation,
    route.preHandler,
    ...scopeGuards(scope)
  ].flat()
  if (fastify.hasPlugin('gnar-jwt') && guards.includes(fastify.authenticate)) return 'protected'
  return guards.every((guard) => guard === undefined || isOptional(fastify, guard)) ? 'open' : 'unknown'
}

function isOptional(fastify: FastifyInstance, guard: unknown): boolean {
  return fastify.hasPlugin('gnar-jwt') && guard === fastify.authenticateOptional
}

/** Hooks that the preset's own plugins put on the root protect nothing, and do not count. */
function noteGuard(scope: Scope, hook: unknown): void {
  const { authenticate } = scope.hasPlugin('gnar-jwt') ? scope : {}
  if (scope[kRouteModule] === undefined && hook !== authenticate) return
  if (!Object.hasOwn(scope, kGuards)) scope[kGuards] = []
  scope[kGuards]?.push(hook)
}

function scopeGuards(scope: Scope | null): unknown[] {
  if (scope === null) return []
  const own = Object.hasOwn(scope, kGuards) ? (scope[kGuards] ?? []) : []
  return [...own, ...scopeGuards(Object.getPrototypeOf(scope))]
}
