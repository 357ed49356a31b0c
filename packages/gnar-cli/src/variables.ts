import type { SettingReport } from './protocol.ts'

/** A variable that a step of the app reads, and where its present value comes from. */
export interface Variable extends Omit<SettingReport, 'source' | 'variable'> {
  variable: string
  source: SettingReport['source'] | '.env'
}

/** The settings that have a variable, each variable once. */
export function listVariables(settings: readonly SettingReport[]): Variable[] {
  const variables = new Map<string, Variable>()
  for (const setting of settings) {
    const { variable } = setting
    if (variable === undefined || variables.has(variable)) continue
    variables.set(variable, { ...setting, variable, source: sourceOf(setting, variable) })
  }
  return [...variables.values()]
}

/** The app's process reads `.env`, this one does not: a variable that only the app has comes from there. */
function sourceOf({ source }: SettingReport, variable: string): Variable['source'] {
  return source === 'environment' && process.env[variable] === undefined ? '.env' : source
}
