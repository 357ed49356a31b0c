import type { Problem } from './errors.ts'
import type { Setting } from './setting.ts'
import { findVariable } from './variable.ts'

/** What one setting resolved to, and where its value came from. */
export interface Resolution {
  /** Name of the setting, which is also the name of the option. */
  option: string
  /** Full name of the variable that the value came from, otherwise of the one to set; none for settings that are options only. */
  variable: string | undefined
  meaning: string
  example: string
  /** How to get a value, where an example does not say it. */
  hint?: string | undefined
  /** True when the value must not be shown. */
  secret: boolean
  source: 'option' | 'environment' | 'default' | 'missing'
  value: unknown
  /** Set when the value is malformed, or missing where it is required. */
  problem?: Problem
}

interface Lookup {
  plugin: string
  option: string
  setting: Setting<unknown>
  options: Readonly<Record<string, unknown>>
  envPrefix: string
  env: Readonly<Record<string, string | undefined>>
}

/** Finds the value of one setting: option, then its variables in order or their files, then the default. */
export function resolveSetting(lookup: Lookup): Resolution {
  const { option, setting, options, env } = lookup
  const { meaning, example, hint, secret } = setting
  const variables = fullNames(lookup)
  const row = { option, variable: variables[0], meaning, example, hint, secret }

  const own = options[option]
  if (own !== undefined) return checked(lookup, { ...row, source: 'option', value: own }, own)

  const [found] = variables.flatMap((name) => findVariable(env, name) ?? [])
  if (found !== undefined) {
    const { variable, text, fault } = found
    const environment = { ...row, variable, source: 'environment' as const, value: undefined }
    if (text === undefined) {
      const message = `${variable} ${fault}`
      return { ...environment, problem: { plugin: lookup.plugin, option, variable, message } }
    }
    const resolution = { ...environment, value: setting.parse(text) }
    // A variable that names a wrong file must not show what is in it.
    if (!variables.includes(variable)) return checked(lookup, resolution, fileText)
    return checked(lookup, resolution, text, `; for example ${variable}=${row.example}`)
  }

  if (setting.default !== undefined) return { ...row, source: 'default', value: setting.default }

  const missing = { ...row, source: 'missing' as const, value: undefined }
  if (setting.required !== 'at start') return missing
  const empty = variables.some((name) => env[name] === '')
  const message = missingMessage(lookup.plugin, option, meaning, row, empty)
  const { variable: missingVariable } = row
  return {
    ...missing,
    problem: {
      plugin: lookup.plugin,
      option,
      message,
      ...(missingVariable !== undefined && { variable: missingVariable })
    }
  }
}

/** A name as part of an environment variable: upper case, every character other than A-Z and 0-9 an underscore. */
export function toVariableWord(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
}

/** What the reader has to change: the variable that the value came from, or the option. */
export function subjectOf(
  plugin: string,
  { option, variable, source }: Pick<Resolution, 'option' | 'variable' | 'source'>
): string {
  return source === 'option' || variable === undefined ? `option ${option} of ${plugin}` : variable
}

/** The sentence for a setting without a value that needs one. */
export function missingMessage(
  plugin: string,
  option: string,
  meaning = '',
  { variable, example, hint }: Partial<Resolution> = {},
  empty = false
): string {
  if (variable === undefined) return `option ${option} of ${plugin} (${meaning}) is required`
  const state = empty ? 'is empty' : 'is required'
  const help = hint ?? `Example: ${variable}=${example}`
  return `${variable} (${meaning}) ${state}. Set it, or pass ${plugin}'s ${option} option. ${help}`
}

/** Stands for the content of a file. */
const fileText = Symbol('text of the file')

function checked(
  { plugin, setting }: Lookup,
  resolution: Resolution,
  found: unknown,
  advice = ''
): Resolution {
  const fault = setting.check(resolution.value)
  if (fault === undefined) return resolution
  const { option, variable, meaning, secret } = resolution
  const message = `${subjectOf(plugin, resolution)} (${meaning}) ${fault}, found ${show(found, secret)}${advice}`
  const problem = { plugin, option, message, ...(variable !== undefined && { variable }) }
  return { ...resolution, value: undefined, problem }
}

function fullNames({ setting, envPrefix, options }: Lookup): string[] {
  const { name } = options
  const own = setting.variables
    .filter((variable) => !variable.includes('<NAME>') || typeof name === 'string')
    .map((variable) => `${envPrefix}_${variable.replace('<NAME>', toVariableWord(String(name)))}`)
  return setting.fallbackVariable === undefined ? own : [...own, setting.fallbackVariable]
}

function show(value: unknown, secret: boolean): string {
  if (value === fileText) return 'something else in the file'
  if (secret)
    return typeof value === 'string' ? `a secret of ${value.length} characters` : 'a secret that is not text'
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
