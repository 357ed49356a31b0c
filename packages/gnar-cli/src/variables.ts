import type { SettingReport } from './protocol.ts'

/** A variable that a step of the app reads, and the source of its current value. */
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

/** Only the app's process reads `.env`, so a variable that this process lacks comes from there. */
function sourceOf({ source }: SettingReport, variable: string): Variable['source'] {
  return source === 'environment' && process.env[variable] === undefined ? '.env' : source
}
