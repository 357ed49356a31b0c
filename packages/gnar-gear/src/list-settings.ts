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
      const problems = steps[name].problems?.(context) ?? []
      return rows.map((row) => {
        const problem = problems.find(({ option }) => option === row.option)
        return { ...toReport(name, plugin, row), ...(problem !== undefined && { problem: problem.message }) }
      })
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
