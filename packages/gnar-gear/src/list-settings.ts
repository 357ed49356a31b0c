import type { Resolution } from 'gnar-env'
import { presetOptions } from './app-options.ts'
import type { SettingReport } from './development-child.ts'
import type { GnarApp } from './gnar-app.ts'
import { readContext } from './settings.ts'
import { steps } from './steps.ts'

/** Every setting that the steps of an app read, with its present value; nothing is started. */
export function listSettings(app: GnarApp): SettingReport[] {
  const context = readContext(presetOptions(app.name, app.options))
  return app
    .plan(context)
    .filter(({ step, replaced }) => step !== false && !replaced)
    .flatMap(({ name }) => {
      const { plugin = '', rows = [] } = steps[name].resolutions?.(context) ?? {}
      return rows.map((row) => toReport(name, plugin, row))
    })
}

function toReport(step: string, plugin: string, row: Resolution): SettingReport {
  const { option, variable, meaning, example, secret, source, problem } = row
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
    ...(value !== undefined && { value }),
    ...(problem !== undefined && { problem: problem.message })
  }
}

function toText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'function') return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
