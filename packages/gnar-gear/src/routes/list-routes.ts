import type { FastifyInstance, RouteOptions } from 'fastify'
import { routeAccess } from 'gnar-env'
import type { RouteReport } from '../command/protocol.ts'
import { kRouteModule } from './engine.ts'

/** What the preset leaves on a scope, for it and for those within it. */
type Scope = FastifyInstance & { [kRouteModule]?: string }

const declared = new WeakMap<object, { route: RouteOptions; scope: Scope }[]>()

/** Remembers the routes of an instance. Comes before anything is registered. */
export function watchRoutes(fastify: FastifyInstance): void {
  if (declared.has(fastify.server)) return
  const routes: { route: RouteOptions; scope: Scope }[] = []
  declared.set(fastify.server, routes)
  fastify.addHook('onRoute', function (route) {
    // Fastify goes on with the same object for `/user/` after `/user`.
    routes.push({ route: { ...route }, scope: this })
  })
}

/** Every route of an instance that was watched, sorted by path. */
export function listRoutes(fastify: FastifyInstance): RouteReport[] {
  return (declared.get(fastify.server) ?? [])
    .flatMap(({ route, scope }) => toReports(route, scope))
    .filter((report, _index, all) => !all.some((other) => impliedBy(other, report)))
    .sort((a, b) => a.path.localeCompare(b.path))
}

/** Fastify adds HEAD to every GET, and `/user/` to `/user`. */
function impliedBy(other: RouteReport, { method, path }: RouteReport): boolean {
  if (method === 'HEAD' && other.method === 'GET') return path === other.path
  return method === other.method && path === `${other.path}/`
}

function toReports(route: RouteOptions, scope: Scope): RouteReport[] {
  // Preflights of @fastify/cors and the answers for modules that failed are no routes of the app.
  if ((route.schema as { hide?: boolean } | undefined)?.hide === true) return []
  const file = scope[kRouteModule]
  const access = routeAccess(route, scope)
  return [route.method].flat().map((method) => ({
    method,
    path: route.url,
    ...(file !== undefined && { file }),
    access: access === 'optional' ? 'open' : access
  }))
}
