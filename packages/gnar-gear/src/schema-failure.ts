import type { FastifyInstance } from 'fastify'
import type { GnarApp } from './gnar-app.ts'
import { noteFailure, routeModuleError } from './route-failure.ts'
import type { StepContext } from './settings.ts'

/** A route module and where its routes are. */
interface Owner {
  file: string
  prefix: string
}

const owners = new WeakMap<GnarApp, Map<string, Owner>>()

/** Remembers that the routes of a scope are those of a module. */
export function rememberRoutes(app: GnarApp, scope: FastifyInstance, owner: Owner): void {
  const routes = owners.get(app) ?? new Map<string, Owner>()
  owners.set(app, routes)
  scope.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.set(`${name}: ${url}`, owner)
  })
}

/**
 * Lays a schema that Fastify could not build to its module. Fastify builds them when all modules have loaded, so that
 * only the message tells which route it was.
 *
 * @returns the error to throw: one that names the module, or the error as it is when no module is to blame
 */
export function nameSchemaFailure(
  app: GnarApp,
  fastify: FastifyInstance,
  error: unknown,
  context: StepContext
): unknown {
  const route = /^Failed building the \w+ schema for (\S+ \S+), due to/.exec(
    error instanceof Error ? error.message : ''
  )?.[1]
  const owner = route === undefined ? undefined : owners.get(app)?.get(route)
  if (owner === undefined) return error
  const { file, prefix } = owner
  if (!context.production) noteFailure(app, fastify, file, { prefix, error }, context)
  return routeModuleError(file, error, context)
}
