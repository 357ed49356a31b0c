import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { type Resolution, redactUrl, resolveSettings } from 'gnar-env'
import type { AppCore } from '../context.ts'
import { appSettings, type GnarAppOptions, type StepContext } from '../options.ts'
import { findStepProblems, type PlannedStep } from '../steps/run.ts'
import type { ErrorReport, RouteFailure, SettingReport } from './protocol.ts'

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
