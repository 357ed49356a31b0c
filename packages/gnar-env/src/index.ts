import { ConfigurationError, type Problem } from './errors.ts'
import { type Resolution, resolveSetting } from './resolve.ts'
import { custom, flag, type OptionsOf, type Setting, type Settings, type ValuesOf } from './setting.ts'
import { unknownOptions } from './unknown-options.ts'

export { ConfigurationError, type Problem } from './errors.ts'
export { type Resolution, toVariableWord } from './resolve.ts'
export {
  choice,
  custom,
  dayMs,
  flag,
  integer,
  longestTimerMs,
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
  const all: Settings = { ...settings, ...commonSettings }
  return [
    ...unknownOptions(plugin, Object.keys(all), options),
    ...resolveSettings(plugin, all, options).flatMap(({ problem }) => problem ?? [])
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

/** The common options, with stand-ins for those that are no use. */
function readCommon(options: CommonOptions) {
  const { env: given = process.env } = options
  const envPrefix = typeof options.envPrefix === 'string' ? options.envPrefix : 'GNAR'
  const env = isObject(given) ? given : {}
  const { production = env.NODE_ENV === 'production' } = options
  return { envPrefix, env, production }
}

const commonSettings = {
  envPrefix: custom<string>()({
    meaning: 'prefix of the variables',
    check: (value) =>
      typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/i.test(value)
        ? undefined
        : 'must be letters, digits and underscores, such as GNAR'
  }),
  env: custom<object>()({
    meaning: 'where variables are read from',
    check: (value) => (isObject(value) ? undefined : 'must be an object, such as process.env')
  }),
  production: flag({ meaning: 'production mode' })
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
