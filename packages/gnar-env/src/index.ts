import { ConfigurationError, type Problem } from './errors.ts'
import { type Resolution, resolveSetting } from './resolve.ts'
import type { OptionsOf, Setting, Settings, ValuesOf } from './setting.ts'
import { unknownOptions } from './unknown-options.ts'

export { ConfigurationError, type Problem } from './errors.ts'
export { type Resolution, toVariableWord } from './resolve.ts'
export {
  choice,
  custom,
  flag,
  integer,
  type OptionsOf,
  type Row,
  type Setting,
  type Settings,
  text,
  type ValuesOf
} from './setting.ts'
export { nearest, unknownOptions } from './unknown-options.ts'

/** Options that every plugin of the family takes, beside those of its own table. */
export interface CommonOptions {
  /** Prefix of the environment variables; default `GNAR`. */
  envPrefix?: string | undefined
  /** Where variables are read from; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined
  /** Production mode; default: whether `NODE_ENV` is `production`. */
  production?: boolean | undefined
}

/** A plugin's options, derived from its table of settings. */
export type PluginOptions<S extends Settings> = OptionsOf<S> & CommonOptions

/** A plugin's settings once read: its own values, and the common options with their defaults. */
export type PluginValues<S extends Settings> = Readonly<
  ValuesOf<S> & { envPrefix: string; env: Readonly<Record<string, string | undefined>>; production: boolean }
>

/**
 * Reads the settings of one plugin: an option beats the environment variable, the variable beats the default.
 *
 * @param plugin name of the plugin, for messages
 * @param settings the plugin's table, made of `integer`, `text`, `choice`, `flag` and `custom`
 * @param options what the user passed; never changed
 * @returns the values, frozen
 * @throws ConfigurationError (`GNAR_ERR_CONFIGURATION`) with every unknown option and every missing or malformed
 * value at once
 */
export function readSettings<S extends Settings>(
  plugin: string,
  settings: S,
  options: PluginOptions<S>
): PluginValues<S> {
  const problems = findProblems(plugin, settings, options)
  if (problems.length > 0) throw new ConfigurationError(problems)
  const values = resolveSettings(plugin, settings, options).map(({ option, value }) => [option, value])
  return Object.freeze({ ...Object.fromEntries(values), ...readCommon(options) }) as PluginValues<S>
}

/**
 * Everything that is wrong with the options and the environment of one plugin, without throwing, so that a caller
 * can collect the problems of several plugins.
 */
export function findProblems<S extends Settings>(
  plugin: string,
  settings: S,
  options: PluginOptions<S>
): Problem[] {
  const common: readonly (keyof CommonOptions)[] = ['envPrefix', 'env', 'production']
  return [
    ...unknownOptions(plugin, [...Object.keys(settings), ...common], options),
    ...commonProblems(plugin, options),
    ...resolveSettings(plugin, settings, options).flatMap(({ problem }) => problem ?? [])
  ]
}

/** Each setting with its value, its source and its problem, in the order of the table. */
export function resolveSettings<S extends Settings>(
  plugin: string,
  settings: S,
  options: PluginOptions<S>
): Resolution[] {
  return Object.entries(settings).map(([option, setting]) => resolve(plugin, option, setting, options))
}

/**
 * Checks the settings that are required at first use only, such as those of a client that few apps need.
 *
 * @throws ConfigurationError that names each one that is missing
 */
export function requireAtUse<S extends Settings>(
  plugin: string,
  settings: S,
  options: PluginOptions<S>
): void {
  const problems = Object.entries(settings)
    .filter(([, { required }]) => required === 'at use')
    .map(([option, setting]) => [option, { ...setting, required: 'at start' as const }] as const)
    .flatMap(([option, setting]) => resolve(plugin, option, setting, options).problem ?? [])
  if (problems.length > 0) throw new ConfigurationError(problems)
}

function resolve(plugin: string, option: string, setting: Setting<unknown>, options: CommonOptions) {
  return resolveSetting({ plugin, option, setting, options: { ...options }, ...readCommon(options) })
}

function readCommon(options: CommonOptions) {
  const { envPrefix = 'GNAR', env = process.env } = options
  const { production = env.NODE_ENV === 'production' } = options
  return { envPrefix, env, production }
}

function commonProblems(plugin: string, { envPrefix, production }: CommonOptions): Problem[] {
  const problems: Problem[] = []
  if (envPrefix !== undefined && !/^[A-Z][A-Z0-9_]*$/i.test(String(envPrefix))) {
    const message = `option envPrefix of ${plugin} must be letters, digits and underscores, such as GNAR, found ${JSON.stringify(envPrefix)}`
    problems.push({ plugin, option: 'envPrefix', message })
  }
  if (production !== undefined && typeof production !== 'boolean') {
    const message = `option production of ${plugin} must be true or false, found ${JSON.stringify(production)}`
    problems.push({ plugin, option: 'production', message })
  }
  return problems
}
