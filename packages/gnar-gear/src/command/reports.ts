import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { type Resolution, redactUrl, resolveSettings, routeAccess } from 'gnar-env'
import type { AppCore } from '../context.ts'
import { appSettings, type GnarAppOptions, type StepContext } from '../options.ts'
import { kRouteModule } from '../routes/engine.ts'
import { findStepProblems, type PlannedStep } from '../steps/run.ts'
import type { ErrorReport, RouteFailure, RouteReport, SettingReport } from './protocol.ts'

/** Every setting that the steps of an app read, with its present value; nothing is started. */
export function listSettings(plan: readonly PlannedStep[], context: StepContext): SettingReport[] {
  const problems = findStepProblems(plan, context)
  const reports = plan.flatMap(({ name, row, step, replaced }) => {
    const { settings, pluginOptions } = row
    if (step === false || replaced || settings === undefined || pluginOptions === undefined) return []
    const others = row.variables?.(context as never) ?? []
    const own = resolveSettings(settings, pluginOptions(context as never)).map((resolution) => {
      const problem = problems.find(
        ({ plugin, option }) => plugin === settings.name && option === resolution.option
      )
      const report = toReport(name, settings.name, resolution)
      return { ...report, ...(problem !== undefined && { problem: problem.message }) }
    })
    const more = others.map(({ variable, ...texts }): SettingReport => {
      const value = context.env[variable] || undefined
      const problem = problems.find((found) => found.variable === variable)
      return {
        ...{ step: name, plugin: settings.name, option: variable, variable, ...texts, secret: false },
        source: value === undefined ? 'missing' : 'environment',
        ...(value !== undefined && { value: redactUrl(value) }),
        ...(problem !== undefined && { problem: problem.message })
      }
    })
    return [...own, ...more]
  })
  // Two steps share gnar-sqs.
  return reports.filter(
    ({ plugin, option }, index) =>
      reports.findIndex((other) => other.plugin === plugin && other.option === option) === index
  )
}

/** The port, which is the one setting of the app itself that has a variable. */
export function listOwnSettings(options: GnarAppOptions): SettingReport[] {
  return resolveSettings(appSettings, options)
    .filter(({ variable }) => variable !== undefined)
    .map((resolution) => {
      const report = toReport('run', appSettings.name, resolution)
      return { ...report, ...(resolution.problem !== undefined && { problem: resolution.problem.message }) }
    })
}

function toReport(step: string, plugin: string, row: Resolution): SettingReport {
  const { option, variable, meaning, example, secret, source } = row
  const value = secret ? undefined : toText(row.value)
  return {
    step,
    plugin,
    option,
    meaning,
    example,
    secret,
    source,
    ...(variable !== undefined && { variable }),
    ...(value !== undefined && { value })
  }
}

function toText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'function') return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** An error as it travels to another process. */
export function reportError(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: inspect(error) }
  const { name, message, code } = error as NodeJS.ErrnoException
  return { name, message, ...(code !== undefined && { code }), stack: inspect(error) }
}

/** The route modules that an app serves without. */
export function reportFailures({ failures }: AppCore): RouteFailure[] {
  return [...failures].map(([file, { prefix, error }]) => ({
    file,
    prefix: prefix === '' ? '/' : prefix,
    error: reportError(error)
  }))
}

/** Paths of modules that an error, or one of its causes, says do not exist: worth watching until they do. */
export function unresolvedImports(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = error.message.match(/Cannot find module '([^']+)' imported from/)?.[1]
  const paths = own === undefined ? [] : [own.startsWith('file:') ? fileURLToPath(own) : own]
  return [...paths, ...unresolvedImports(error.cause)]
}

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
