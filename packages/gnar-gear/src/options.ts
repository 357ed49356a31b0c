import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import {
  choice,
  custom,
  type Definition,
  defineSettings,
  integer,
  nearest,
  type PluginOptions,
  type PluginValues,
  readSettings,
  text
} from 'gnar-env'
import { type AppCore, type BaseContext, baseTable, contextDefaults } from './context.ts'
import { TwoFastifysError } from './errors.ts'
import { objectFault, type StepRow } from './steps/step.ts'
import { rows } from './steps/table.ts'

type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer All
) => void
  ? All
  : never

type Row = (typeof rows)[number]

/** The steps as methods. */
export type StepMethods = Intersection<Row['step']>

export type StepName = keyof StepMethods

/** What the steps put on the Fastify instance; `GnarApp` has it under the same names. */
export type Assets = Readonly<
  Pick<FastifyInstance, Extract<NonNullable<Row['assets']>[number], keyof FastifyInstance>>
>

/** A service as its steps and `getApp()` see it: its name, its Fastify instance and its assets. */
export interface App extends AppCore, Assets {}

/** A step of the start: gets the Fastify instance and the preset's options, may return a promise. */
export type Step = (this: App, fastify: FastifyInstance, context: StepContext) => unknown

/** Steps of the app's own in place of the preset's; false disables a step. */
export interface StepOverrides extends Readonly<Partial<Record<StepName, Step | false | undefined>>> {
  /** Named here as well, since TypeScript's errors show an interface without members as what it extends. */
  readonly preconfig?: Step | false | undefined
}

/** The steps of an app, in their order. */
export const stepNames = rows.flatMap(({ step }) => Object.keys(step)) as StepName[]

const table = {
  ...baseTable,
  ...(Object.assign({}, ...rows.map(({ options }) => options)) as Intersection<NonNullable<Row['options']>>),
  /** Steps of the app's own in place of the preset's; false disables a step. */
  steps: custom<StepOverrides>()({ meaning: 'steps to replace or disable', check: stepsFault })
}

/** The preset's options: what is validated, typed and shown in the README. */
export const settings: Definition<typeof table> = defineSettings('gnar-gear', table)

/** Options of the preset, see the README's table. */
export interface GnarGearOptions extends PluginOptions<typeof settings> {
  name: string
  /** Fastify's own register option: comes before the routes of the app's modules. */
  prefix?: string
}

/** What a step is given: the preset's options, with defaults filled in. */
export type StepContext = PluginValues<typeof settings> & BaseContext

/** @throws ConfigurationError when an option of the preset itself is unknown or invalid */
export function readContext(options: GnarGearOptions): StepContext {
  const values = readSettings(settings, options)
  return Object.freeze({ ...values, prefix: options.prefix, ...contextDefaults(values) })
}

const { name: _name, level, ...shared } = table

const appTable = {
  ...shared,
  /** Least severe level that is logged; the preset's `level` under the original's name. */
  logLevel: level,
  /** Port to listen on; 0 for any free one. Default: the variable `PORT`, which is required then. */
  port: integer({
    min: 0,
    max: 65535,
    required: 'at start',
    fallbackVariable: 'PORT',
    example: '3000',
    meaning: 'port to listen on'
  }),
  /** Address to listen on. Default: all, IPv6 and IPv4, in production; `127.0.0.1` in development. */
  host: text({ meaning: 'address to listen on' }),
  /** What an error that nobody handles does: `shutdown` logs it, lets requests in flight finish and exits with 1; `exit` leaves it to Node. Default `shutdown`. */
  onUncaughtError: choice(['shutdown', 'exit'], {
    default: 'shutdown',
    meaning: 'what an error that nobody handles does'
  }),
  /** Options of Fastify's constructor, which win over the preset's. */
  fastify: custom<ConstructorOptions>()({
    meaning: "options of Fastify's constructor",
    check: constructorFault
  })
}

/** Options of Fastify's constructor that steps of the preset set, and what to use instead. */
const takenOptions = {
  logger: 'the option logger, such as logger: { format } or logLevel',
  loggerInstance: 'the option logger, such as logger: { destination }',
  logController: 'the option logger, such as logger: { requestLogging }',
  disableRequestLogging: 'logger: { requestLogging: false }',
  genReqId: 'the header x-request-id, from which the request id is taken',
  requestIdHeader: 'the header x-request-id, from which the request id is taken'
} as const

/** Options of Fastify's constructor that an app may set. */
export type ConstructorOptions = Omit<FastifyServerOptions, keyof typeof takenOptions> & {
  [Name in keyof typeof takenOptions]?: never
}

function constructorFault(value: unknown): string | undefined {
  const taken = Object.entries(takenOptions).find(([name]) => Reflect.get(Object(value), name) !== undefined)
  return taken === undefined ? objectFault(value) : `must not have ${taken[0]}: use ${taken[1]}`
}

/** Options of `GnarApp`: those of the preset, and what it takes to listen and to shut down. */
export const appSettings: Definition<typeof appTable> = defineSettings('GnarApp', appTable)

export interface GnarAppOptions extends PluginOptions<typeof appSettings> {
  /** Production mode: no CORS headers, no tracebacks, no request lines, and a broken route module stops the start. */
  production: boolean
}

export type AppValues = PluginValues<typeof appSettings> & Pick<BaseContext, 'appDir' | 'drainDelayMs'>

/** @throws ConfigurationError when an option is unknown or invalid */
export function readAppOptions(options: GnarAppOptions): AppValues {
  const values = readSettings(appSettings, options)
  return Object.freeze({ ...values, ...contextDefaults(values) })
}

/** The options of an app that belong to the preset. */
export function presetOptions(name: string, options: GnarAppOptions): GnarGearOptions {
  const {
    port: _port,
    host: _host,
    fastify: _fastify,
    onUncaughtError: _onUncaughtError,
    logLevel,
    ...preset
  } = options
  return { ...preset, name, level: logLevel }
}

function stepsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'must be an object of functions'
  for (const [name, step] of Object.entries(value)) {
    if (!stepNames.some((known) => known === name)) return `has ${unknownStep(name)}`
    if (typeof step !== 'function' && step !== false && step !== undefined)
      return `must give a function or false for ${name}`
  }
  return undefined
}

/** Steps of the original with another name here, or none. */
const oldSteps: Readonly<Record<string, string>> = {
  attachInstance: 'getApp() finds the running app without a step',
  configureAfterRequest: 'configureCors and configureJwt do what it did',
  configureBlueprints: 'it is called configureRoutes',
  configureFlask: 'use the option fastify, or the step preconfig'
}

/** Assets of the original with no equal here. */
const oldAssets: Readonly<Record<string, string>> = {
  flask: 'server is the Fastify instance',
  getSqsClient: 'sendSqsMessage and the option sqs reach SQS',
  getSqsQueueUrl: 'sendSqsMessage and the option sqs take the name of a queue',
  receiveSqsMessages: 'the option sqs receives messages'
}

const assets: readonly string[] = rows.flatMap((row) => row.assets ?? [])

/** What to say of a step that does not exist. */
export function unknownStep(name: string): string {
  const known = camelCase(name)
  if (Object.hasOwn(oldSteps, known)) return `no step "${name}": ${oldSteps[known]}`
  const suggestion = nearest(known, stepNames)
  const advice =
    suggestion === undefined ? `the steps are ${stepNames.join(', ')}` : `did you mean "${suggestion}"?`
  return `no step "${name}": ${advice}`
}

/**
 * What the preset needs and only Fastify's constructor can set: `Fastify(gnarServerOptions(options))`, with the options
 * that `gnarGear` gets.
 *
 * @throws ConfigurationError when an option of the preset is invalid; invalid settings of its steps keep their defaults
 * here, since the preset lists all of them together
 * @throws TwoFastifysError when gnar-logger loads another copy of Fastify than this package
 */
export function gnarServerOptions(options: GnarGearOptions): FastifyServerOptions {
  const context = readContext(options)
  const parts = rows.map((row) => (row as StepRow).serverOptions?.(context as never))
  const merged: FastifyServerOptions = Object.assign({}, ...parts)
  const { genReqId = () => '', logController } = merged
  if (logController !== undefined) checkFastify(logController)
  return {
    pluginTimeout: 15_000,
    ...merged,
    genReqId: Object.assign(genReqId, { [kServerOptions]: true }),
    return503OnClosing: false
  }
}

/** Fastify's constructor accepts only its own copy's controllers, with an error that does not say why. */
function checkFastify(logController: LogController): void {
  if (logController instanceof LogController) return
  const [own, other] = [import.meta.url, import.meta.resolve('gnar-logger')].map((from) => {
    const { resolve } = createRequire(from)
    return dirname(resolve('fastify'))
  })
  throw new TwoFastifysError(String(own), String(other))
}

/** Marks `genReqId`, which can be seen on an instance, and which fastify-cli does not copy. */
const kServerOptions = Symbol('gnar-gear.serverOptions')

/** Whether an instance was made with `gnarServerOptions`. */
export function hasServerOptions({ genReqId }: FastifyInstance & { genReqId?: object }): boolean {
  return genReqId !== undefined && kServerOptions in genReqId
}

/**
 * What to say of a member that an app was given under a name of the original, or under a misspelt one.
 *
 * @returns undefined for any other member, which is the app's own business
 */
export function oldMember(name: string): string | undefined {
  if (stepNames.some((step) => step === name)) return undefined
  const known = camelCase(name)
  if (/^(?:configure[A-Z]|attachInstance$|(?:pre|post)config)/i.test(known)) return unknownStep(name)
  if (Object.hasOwn(oldAssets, known)) return `no asset "${name}": ${oldAssets[known]}`
  return name !== known && assets.includes(known) ? `no asset "${name}": it is called ${known}` : undefined
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
