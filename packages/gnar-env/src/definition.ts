import { ConfigurationError, type Problem } from './errors.ts'
import { missingMessage, type Resolution, resolveSetting, subjectOf } from './resolve.ts'
import { custom, flag, type OptionsOf, type Settings, type ValuesOf } from './setting.ts'
import { unknownOptions } from './unknown-options.ts'

/** Options that every plugin accepts in addition to its own. */
export interface CommonOptions {
  /** Prefix of the environment variables, converted to upper case; default `GNAR`. */
  envPrefix?: string | undefined
  /** Where variables are read from; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined
  /** Production mode; default: whether `NODE_ENV` is `production`. */
  production?: boolean | undefined
}

/** The settings of one plugin: a table, and the rules between several of them. */
export interface Definition<S extends Settings = Settings> {
  /** Name of the plugin, for messages. */
  readonly name: string
  readonly table: S
  readonly rules: readonly ErasedRule[]
}

/** A rule between several settings, such as "the headers timeout must not exceed the request timeout". */
export interface Rule<S extends Settings> {
  /** The settings that the rule reads; it is skipped while one of them is malformed. The first one is reported. */
  readonly of: readonly (keyof S & string)[]
  /** Returns what is wrong as a whole sentence, or as problems of its own; undefined when the rule is kept. */
  check(values: Partial<ValuesOf<S>>, about: RuleContext): string | readonly Problem[] | undefined
}

/** A rule whose settings are unknown, so that definitions of all plugins have one type. */
interface ErasedRule {
  readonly of: readonly string[]
  check(values: never, about: RuleContext): string | readonly Problem[] | undefined
}

/** The common options once read. */
export interface CommonValues {
  envPrefix: string
  env: Readonly<Record<string, string | undefined>>
  production: boolean
}

/** What a rule needs to write its message. */
export interface RuleContext extends CommonValues {
  /** What the reader has to change: the variable, or `option x of gnar-y`. */
  subject(option: string): string
  /** The sentence for a setting that is required under these circumstances. */
  missing(option: string): string
}

/** A plugin's options, derived from its definition. */
export type PluginOptions<D extends Definition> = OptionsOf<D['table']> & CommonOptions

/** A plugin's settings once read: its own values, and the common options with their defaults. */
export type PluginValues<D extends Definition> = Readonly<ValuesOf<D['table']> & CommonValues>

/**
 * Defines the settings of one plugin: the one source of its validation, its types, its row in `gnar env` and its
 * README table.
 *
 * @param name name of the plugin, for messages
 * @param table the settings, made of `integer`, `text`, `choice`, `flag` and `custom`
 * @param rules what must be true between several settings
 */
export function defineSettings<const S extends Settings>(
  name: string,
  table: S,
  rules: readonly Rule<S>[] = []
): Definition<S> {
  return { name, table, rules }
}

/**
 * Reads the settings of one plugin: an option beats the environment variable, the variable beats the default.
 *
 * @param options what the user passed; never changed
 * @returns the values, frozen
 * @throws ConfigurationError (`GNAR_ERR_CONFIGURATION`) with every unknown option, every missing or malformed value
 * and every broken rule at once
 */
export function readSettings<S extends Settings>(
  definition: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): PluginValues<Definition<S>> {
  const problems = findProblems(definition, options)
  if (problems.length > 0) throw new ConfigurationError(problems)
  const values = resolveSettings(definition, options).map(({ option, value }) => [option, value])
  return Object.freeze({ ...Object.fromEntries(values), ...readCommon(options) }) as PluginValues<
    Definition<S>
  >
}

/** Every problem of one plugin, without throwing, so that the problems of several plugins can be collected. */
export function findProblems<S extends Settings>(
  definition: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): Problem[] {
  const { name, table } = definition
  const all: Settings = { ...table, ...commonSettings }
  const rows = resolveSettings<Settings>(defineSettings(name, all), { ...options })
  return [
    ...unknownOptions(name, Object.keys(all), options, formerNames(all)),
    ...rows.flatMap(({ problem }) => problem ?? []),
    ...brokenRules(definition, rows, readCommon(options))
  ]
}

/** Each setting with its value, its source and its problem, in the order of the table. */
export function resolveSettings<S extends Settings>(
  { name, table }: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): Resolution[] {
  const given = withImplied(table, { ...options })
  return Object.entries(table).map(([option, setting]) =>
    resolveSetting({ plugin: name, option, setting, options: given, ...readCommon(options) })
  )
}

/**
 * Checks the settings that are required at first use only, such as those of a client that few apps need.
 *
 * @throws ConfigurationError that names each one that is missing
 */
export function requireAtUse<S extends Settings>(
  { name, table }: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): void {
  const required: Settings = Object.fromEntries(
    Object.entries(table)
      .filter(([, setting]) => setting.required === 'at use')
      .map(([option, setting]) => [option, { ...setting, required: 'at start' as const }])
  )
  const rows = resolveSettings<Settings>(defineSettings(name, required), { ...options })
  const problems = rows.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) throw new ConfigurationError(problems)
}

/** The options that the user gave, and those that they imply and the user did not give. */
function withImplied(table: Settings, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const implied = given.map(([option, value]) => {
    const setting = Object.hasOwn(table, option) ? table[option] : undefined
    return setting?.implies !== undefined && setting.check(value) === undefined
      ? setting.implies(value as never)
      : {}
  })
  return Object.assign({}, ...implied, Object.fromEntries(given))
}

function formerNames(table: Settings): Record<string, string> {
  return Object.assign({}, ...Object.values(table).map(({ formerly }) => formerly))
}

function brokenRules(
  { name, table, rules }: Definition,
  rows: readonly Resolution[],
  common: CommonValues
): Problem[] {
  const byOption = new Map(rows.map((row) => [row.option, row]))
  const values = Object.fromEntries(rows.map(({ option, value }) => [option, value])) as never
  const about: RuleContext = {
    ...common,
    subject: (option) =>
      subjectOf(name, byOption.get(option) ?? { option, variable: undefined, source: 'option' }),
    missing: (option) => missingMessage(name, option, table[option]?.meaning, byOption.get(option))
  }
  return rules
    .filter(({ of }) => !of.some((option) => isMalformed(byOption.get(option))))
    .flatMap(({ of: [option = ''], check }) => {
      const found = check(values, about)
      if (typeof found !== 'string') return found ?? []
      const { variable } = byOption.get(option) ?? {}
      return [{ plugin: name, option, message: found, ...(variable !== undefined && { variable }) }]
    })
}

function isMalformed(row: Resolution | undefined): boolean {
  return row?.problem !== undefined && row.source !== 'missing'
}

/** The common options, with fallbacks for invalid ones. */
function readCommon(options: CommonOptions): CommonValues {
  const { env: given = process.env } = options
  const envPrefix = typeof options.envPrefix === 'string' ? options.envPrefix.toUpperCase() : 'GNAR'
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
