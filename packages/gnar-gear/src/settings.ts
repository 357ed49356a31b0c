import { resolve } from 'node:path'
import type { FastifyCorsOptions } from '@fastify/cors'
import type { GnarArgon2Options } from 'gnar-argon2'
import {
  custom,
  dayMs,
  defineSettings,
  flag,
  integer,
  nearest,
  type PluginOptions,
  type PluginValues,
  readSettings,
  text
} from 'gnar-env'
import type { GnarErrorsOptions } from 'gnar-errors'
import type { GnarHealthOptions } from 'gnar-health'
import type { GnarJwtOptions } from 'gnar-jwt'
import type { GnarLoggerOptions, LevelName } from 'gnar-logger'
import type { GnarPeerOptions } from 'gnar-peer'
import type { GnarPgOptions } from 'gnar-pg'
import type { GnarSesOptions } from 'gnar-ses'
import type { SqsPoll } from 'gnar-sqs'
import { findAppDir } from './app-folder.ts'
import type { Step } from './step.ts'
import { type StepName, stepNames } from './step-names.ts'

const table = {
  /** Name of the app, such as `my_gnarly_app`: in log lines, error messages and variables. */
  name: text({ meaning: 'name of the app', example: 'my_gnarly_app', required: 'at start' }),
  /** Log level, see gnar-logger. Default `INFO`. */
  level: custom<LevelName>()({
    meaning: 'least severe level that is logged',
    check: (value) => (typeof value === 'string' ? undefined : 'must be a level such as INFO')
  }),
  /** Folder of the app's modules. Default: the main module's own when that is called `app`, else `app` beside it. */
  appDir: text({ meaning: 'folder of the modules of the app' }),
  /** Route modules to register by name, in place of the scan; false for none. */
  routes: custom<false | string | readonly string[]>()({
    meaning: 'names of route modules',
    check: (value) =>
      value === false || [value].flat().every((name) => typeof name === 'string' && name !== '')
        ? undefined
        : 'must be a name such as "user", a list of names, or false'
  }),
  /** Queues to poll, one or a list, see gnar-sqs. */
  sqs: custom<SqsPoll | readonly SqsPoll[]>()({ meaning: 'queues to poll', check: isObject }),
  /** Options of @fastify/cors; default: everything is allowed in development, nothing in production. */
  cors: custom<false | FastifyCorsOptions>()({ meaning: 'options of @fastify/cors', check: isObjectOrFalse }),
  /** Options of gnar-health; false for no probes. */
  health: custom<false | GnarHealthOptions>()({ meaning: 'options of gnar-health', check: isObjectOrFalse }),
  /** True for an app without Postgres. */
  noDb: flag({ default: false, meaning: 'run without Postgres' }),
  /** True for an app without tokens. */
  noJwt: flag({ default: false, meaning: 'run without tokens' }),
  /** Steps of the app's own in place of the preset's; false switches a step off. */
  steps: custom<Readonly<Partial<Record<StepName, Step | false>>>>()({
    meaning: 'steps to replace or switch off',
    check: checkSteps
  }),
  /** How long after a signal requests are served as before, so that load balancers notice. Default: 5000 in production, 0 in development. */
  drainDelayMs: integer({
    min: 0,
    max: dayMs,
    meaning: 'milliseconds after a signal in which requests are served as before'
  }),
  /** How long after that what is in hand may take. Default 10000. */
  closeTimeoutMs: integer({
    min: 1000,
    max: dayMs,
    default: 10_000,
    meaning: 'milliseconds after that in which what is in hand may finish'
  }),
  /** Options of gnar-logger. */
  logger: custom<GnarLoggerOptions>()({ meaning: 'options of gnar-logger', check: isObject }),
  /** Options of gnar-errors. */
  errors: custom<GnarErrorsOptions>()({ meaning: 'options of gnar-errors', check: isObject }),
  /** Options of gnar-argon2. */
  argon2: custom<GnarArgon2Options>()({ meaning: 'options of gnar-argon2', check: isObject }),
  /** Options of gnar-pg. */
  pg: custom<GnarPgOptions>()({ meaning: 'options of gnar-pg', check: isObject }),
  /** Options of gnar-jwt. */
  jwt: custom<GnarJwtOptions>()({ meaning: 'options of gnar-jwt', check: isObject }),
  /** Options of gnar-peer. */
  peer: custom<GnarPeerOptions>()({ meaning: 'options of gnar-peer', check: isObject }),
  /** Options of gnar-ses. */
  ses: custom<GnarSesOptions>()({ meaning: 'options of gnar-ses', check: isObject })
}

/** The preset's own options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-gear', table)

/** Options of the preset, see the README's table. */
export interface GnarGearOptions extends PluginOptions<typeof settings> {
  name: string
  prefix?: string
}

/** What a step is given: the preset's options, with defaults filled in. */
export type StepContext = PluginValues<typeof settings> & {
  readonly appDir: string
  readonly drainDelayMs: number
  /** Fastify's own register option: comes before the routes of the app's modules. */
  readonly prefix?: string | undefined
}

/** @throws ConfigurationError when an option of the preset itself is wrong */
export function readContext(options: GnarGearOptions): StepContext {
  const values = readSettings(settings, options)
  const { drainDelayMs = defaultDrainDelayMs(values.production) } = values
  return Object.freeze({
    ...values,
    prefix: options.prefix,
    drainDelayMs,
    appDir: resolve(values.appDir ?? findAppDir())
  })
}

/** A load balancer that asks every second, and wants three failures, has noticed after so many milliseconds. */
export function defaultDrainDelayMs(production: boolean): number {
  return production ? 5000 : 0
}

function isObject(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? undefined : 'must be an object'
}

function isObjectOrFalse(value: unknown): string | undefined {
  return value === false || isObject(value) === undefined ? undefined : 'must be an object or false'
}

function checkSteps(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'must be an object of functions'
  for (const [name, step] of Object.entries(value)) {
    if (!stepNames.some((known) => known === name)) return unknownStep(name)
    if (typeof step !== 'function' && step !== false && step !== undefined)
      return `must give a function or false for ${name}`
  }
  return undefined
}

function unknownStep(name: string): string {
  const suggestion = nearest(name, stepNames)
  return `has no step "${name}": ${suggestion === undefined ? `the steps are ${stepNames.join(', ')}` : `did you mean "${suggestion}"?`}`
}
