/** When a setting without a value is an error: when the plugin registers, when it is first used, or never. */
export type Required = 'at start' | 'at use' | false

/** One row of a plugin's table of settings: the source of its validation, its types and its documentation. */
export interface Setting<Value, Present extends boolean = boolean> {
  /** Environment variables without their prefix, first found wins; `<NAME>` stands for the app's name. */
  variables: readonly string[]
  /** Variable without the prefix, such as `AWS_REGION`, which is tried last. */
  fallbackVariable?: string | undefined
  meaning: string
  example: string
  /** How to get a value, where an example does not say it: a sentence. */
  hint?: string | undefined
  secret: boolean
  required: Required
  default: Value | undefined
  /** Parses the text of a variable; text that cannot be parsed stays text and fails `check`. */
  parse(raw: string): unknown
  /** What is wrong with a value, as the end of a sentence (`must be …`); undefined when nothing is. */
  check(value: unknown): string | undefined
  /** Options that a value of this one implies, as a profile does; those that the user gives beat them. */
  implies?: ((value: never) => Readonly<Record<string, unknown>>) | undefined
  /** Names that the setting had elsewhere, each with what to write now: an old name is an error that says so. */
  formerly?: Readonly<Record<string, string>> | undefined
  /** Types only: whether there is always a value. */
  readonly present?: Present
}

export type Settings = Readonly<Record<string, Setting<unknown>>>

/** The options object that a table of settings accepts. */
export type OptionsOf<S extends Settings> = {
  [K in keyof S]?: (S[K] extends Setting<infer Value> ? Value : never) | undefined
}

/** The values that a table of settings resolves to: without undefined where there is a default or a requirement. */
export type ValuesOf<S extends Settings> = {
  [K in keyof S]: S[K] extends Setting<infer Value, infer Present>
    ? Present extends true
      ? Value
      : Value | undefined
    : never
}

/** What all kinds of settings have in common. */
export interface Row<Value> {
  /** The variable's name without prefix, or several in the order in which they are tried. */
  variable?: string | readonly string[]
  /** Variable without the prefix, which other software reads too, such as `AWS_REGION`; tried last. */
  fallbackVariable?: string
  /** What the setting is for, in a few words; units included. */
  meaning: string
  example?: string
  /** How to get a value, where an example does not say it: a sentence. */
  hint?: string
  /** True for values that must never be shown. */
  secret?: boolean
  required?: Required
  default?: Value
  /** Names that the setting had elsewhere, each with what to write now. */
  formerly?: Readonly<Record<string, string>>
  /** Options that a value of this one implies; those that the user gives beat them. */
  implies?(value: Value): Readonly<Record<string, unknown>>
}

type Present<R> = R extends { default: NonNullable<unknown> } | { required: 'at start' } ? true : false

/** The longest timeout that Node's timers support, in milliseconds; they treat a longer one as 1 ms. */
export const longestTimerMs = 2 ** 31 - 1

/** A day in milliseconds: the upper limit of settings such as a shutdown timeout. */
export const dayMs = 86_400_000

/** A whole number between `min` and `max`, both included. */
export function integer<const R extends Row<number> & { min: number; max?: number }>(
  row: R
): Setting<number, Present<R>> {
  const { min, max = Number.MAX_SAFE_INTEGER } = row
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return {
    ...common(row, String(row.default ?? min)),
    parse: (raw) => (/^[+-]?\d+$/.test(raw.trim()) ? Number(raw) : raw),
    check: (value) =>
      Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
        ? undefined
        : `must be a whole number ${range}`
  }
}

/** Text that is not empty. */
export function text<const R extends Row<string>>(row: R): Setting<string, Present<R>> {
  return {
    ...common(row, row.default ?? 'text'),
    parse: (raw) => raw,
    check: (value) =>
      typeof value === 'string' && value !== '' ? undefined : 'must be text that is not empty'
  }
}

/** One of a list of words. */
export function choice<const V extends string, const R extends Row<NoInfer<V>>>(
  words: readonly V[],
  row: R
): Setting<V, Present<R>> {
  return {
    ...common(row, row.default ?? words[0] ?? ''),
    parse: (raw) => raw,
    check: (value) => (words.includes(value as V) ? undefined : `must be one of ${words.join(', ')}`)
  }
}

/** True or false; a variable may be true, false, 1 or 0. */
export function flag<const R extends Row<boolean>>(row: R): Setting<boolean, Present<R>> {
  const words: Record<string, boolean> = { true: true, 1: true, false: false, 0: false }
  return {
    ...common(row, String(row.default ?? true)),
    parse: (raw) => words[raw.trim().toLowerCase()] ?? raw,
    check: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false')
  }
}

/** A value of any other type, with a check (and, where it has a variable, a parser) of its own. */
export function custom<Value>() {
  return <
    const R extends Row<Value> & { check(value: unknown): string | undefined; parse?(raw: string): unknown }
  >(
    row: R
  ): Setting<Value, Present<R>> => ({
    ...common(row, ''),
    parse: row.parse ?? ((raw) => raw),
    check: row.check
  })
}

function common<Value>(row: Row<Value>, example: string) {
  const { variable = [], meaning, secret = false, required = false } = row
  return {
    variables: typeof variable === 'string' ? [variable] : variable,
    ...(row.fallbackVariable !== undefined && { fallbackVariable: row.fallbackVariable }),
    meaning,
    example: row.example ?? example,
    secret,
    required,
    default: row.default,
    hint: row.hint,
    formerly: row.formerly,
    ...(row.implies !== undefined && { implies: row.implies })
  }
}
