import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import {
  type CommonOptions,
  custom,
  type Definition,
  type Setting,
  type Settings,
  type ValuesOf
} from 'gnar-env'
import type { AppCore, BaseContext } from '../context.ts'

/** Everything that the preset knows of one step. */
export interface StepRow<
  Table extends Settings = Settings,
  Asset extends string = string,
  Methods = Readonly<Record<string, StepMethod>>
> {
  /** The step under its name; `GnarApp` has the same method. */
  step: Methods
  /** The step's own options among those of the preset. */
  options?: Table
  /** What the step puts on the instance, so that its absence can be explained. */
  assets?: readonly Asset[]
  /** Option that disables the step, in addition to `steps`. */
  off?: { option: string; when(context: ContextOf<Table>): boolean }
  /** The plugin's settings, whose problems are found before any step runs. */
  settings?: Definition
  /** Variables that the plugin reads in addition to those of its settings. */
  variables?(context: ContextOf<Table>): { variable: string; meaning: string; example: string }[]
  /** The options that the step gives the plugin. */
  pluginOptions?(context: ContextOf<Table>): object
  /** What the step needs of Fastify's constructor. */
  serverOptions?(context: ContextOf<Table>): FastifyServerOptions
  /** Does for `gnar migrate` what the step does before it serves; `dryRun` only reports. */
  migrate?(context: ContextOf<Table>, options: MigrateOptions): Promise<{ pending: string[] }>
  /** Called once every step has run. */
  started?(fastify: FastifyInstance): void
  /** Called in the tick in which the shutdown begins. */
  stopping?(fastify: FastifyInstance): void
  /** The step's work that is in flight, in words. */
  inFlight?(fastify: FastifyInstance): string[]
}

/** How `gnar migrate` asks for migrations. */
export interface MigrateOptions {
  dryRun: boolean
  log(line: string): void
  onApplied(migration: { name: string; durationMs: number }): void
}

/** What a step is given: the preset's own options, and those of its row. */
type ContextOf<Table extends Settings> = BaseContext & ValuesOf<Table>

/** A step whose options are unknown. */
export type StepMethod = (this: AppCore, fastify: FastifyInstance, context: never) => unknown

/** Makes a row, whose functions are typed by its own options. */
export function defineStep<
  Methods extends Readonly<
    Record<string, (this: AppCore, fastify: FastifyInstance, context: ContextOf<Table>) => unknown>
  >,
  const Table extends Settings = Record<never, never>,
  const Asset extends string = never
>(row: StepRow<Table, Asset, Methods>): StepRow<Table, Asset, Methods> {
  return row
}

/** The options of a plugin: those that every plugin of the family accepts, then its own. */
export function ownOptions<Options>(
  { envPrefix, env, production }: Required<CommonOptions>,
  own: Options | undefined
): CommonOptions & Partial<Options> {
  return { envPrefix, env, production, ...own } as CommonOptions & Partial<Options>
}

/** An option that holds the options of a plugin. */
export function pluginOptions<Options>(
  name: string,
  formerly: Readonly<Record<string, string>> = {}
): Setting<Options, false> {
  return custom<Options>()({ meaning: `options of ${name}`, check: objectFault, formerly })
}

/** An option that holds the options of a plugin, or false to disable its step. */
export function pluginOptionsOrFalse<Options>(name: string): Setting<false | Options, false> {
  return custom<false | Options>()({
    meaning: `options of ${name}, or false`,
    check: (value) =>
      value === false || objectFault(value) === undefined ? undefined : 'must be an object or false'
  })
}

/** What is wrong with a value that should be an object. */
export function objectFault(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? undefined : 'must be an object'
}
