import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import {
  ConfigurationError,
  findProblems,
  nearest,
  noteConstructorOnly,
  type Problem,
  resolveSettings
} from 'gnar-env'
import { addRunningApp, removeRunningApp } from '../app.ts'
import { EarlyRoutesError, NoAssetError, StepError } from '../errors.ts'
import {
  type App,
  hasServerOptions,
  oldMember,
  type Step,
  type StepContext,
  type StepMethods,
  type StepName,
  stepNames
} from '../options.ts'
import { closeConnectionsOnClose, watchConnections } from '../shutdown/connections.ts'
import type { StepRow } from './step.ts'
import { rows } from './table.ts'

/** A step that is disabled: `ga.configureJwt = off`, like `false` in the option `steps`. */
export const off: Step = () => {}

/** A step as this app wants it: the preset's own, the app's own, or none. */
export interface PlannedStep {
  name: StepName
  row: StepRow
  step: Step | false
  /** Whether the step is the app's own, so that its settings are unknown. */
  replaced: boolean
}

/** The preset's own steps. */
const presetSteps = Object.assign({}, ...rows.map(({ step }) => step)) as StepMethods

/**
 * What each step is for this app.
 *
 * @param own where the app's steps are, which a subclass or an assignment may have changed
 * @param defaults where the preset's are
 * @throws ConfigurationError when a step or asset was assigned or overridden that has another name here, or none
 */
export function planSteps(
  context: StepContext,
  own: Readonly<StepMethods> = presetSteps,
  defaults: Readonly<StepMethods> = presetSteps
): PlannedStep[] {
  const unknown = unknownMembers(own, defaults)
  if (unknown.length > 0) throw new ConfigurationError(unknown)
  return stepNames.map((name, index) => {
    const row = rows[index] as StepRow
    const isOff = row.off?.when(context as never)
    const step = isOff ? off : (context.steps?.[name] ?? (own[name] as Step | false))
    return { name, row, step: step === off ? false : step, replaced: step !== (defaults[name] as Step) }
  })
}

/** Adds the preset's steps as methods, so that a subclass may override each. */
export function addStepMethods(prototype: object): void {
  for (const [name, step] of Object.entries(presetSteps)) {
    Object.defineProperty(prototype, name, { value: step, writable: true, configurable: true })
  }
}

/**
 * Registers the steps of an app on an instance, each as a plugin of its own that is not awaited: so each has Fastify's
 * whole `pluginTimeout` for itself.
 *
 * @throws EarlyRoutesError when the instance has routes already
 */
export function runSteps(
  app: App,
  fastify: FastifyInstance,
  plan: readonly PlannedStep[],
  context: StepContext
): void {
  if (fastify.printRoutes() !== emptyTree) throw new EarlyRoutesError()
  watchConnections(fastify)
  closeConnectionsOnClose(fastify)
  if (!hasServerOptions(fastify)) noteConstructorOnly(fastify, constructorOptions)
  fastify.addHook('onClose', async () => removeRunningApp(app))
  for (const planned of plan) {
    addStep(app, fastify, planned, context)
    if (planned.name !== 'preconfig') continue
    fastify.register(
      transparent(async () => {
        checkSettings(plan, context)
        for (const warning of mistypedVariables(plan, context)) fastify.log.warn(warning)
      })
    )
  }
  fastify.register(
    transparent(async () => {
      for (const row of rows) (row as StepRow).started?.(fastify)
    })
  )
}

/** The problems of the settings of every step that is the preset's own. */
export function findStepProblems(plan: readonly PlannedStep[], context: StepContext): Problem[] {
  const problems = plan.flatMap(({ row, step, replaced }) => {
    const { settings, pluginOptions } = row
    if (step === false || replaced || settings === undefined || pluginOptions === undefined) return []
    return findProblems(settings, pluginOptions(context as never))
  })
  // Two steps share gnar-sqs.
  return problems.filter(
    ({ message }, index) => problems.findIndex((other) => other.message === message) === index
  )
}

const constructorOptions =
  'serving during shutdown, path parameters of more than 100 characters and the time that a step may take (create the instance with Fastify(gnarServerOptions(options)))'

const emptyTree = '(empty tree)'

function addStep(app: App, fastify: FastifyInstance, planned: PlannedStep, context: StepContext): void {
  const { name, step, replaced } = planned
  if (name === 'configureRoutes') fastify.register(transparent(async () => addRunningApp(app)))
  if (step === false) {
    fastify.register(transparent(async () => explainAbsence(fastify, planned, context)))
    return
  }
  fastify.register(
    transparent(async () => {
      try {
        await step.call(app, fastify, context)
        await fastify.after()
      } catch (error) {
        throw replaced ? new StepError(name, messageOf(error), { cause: error }) : error
      }
    })
  )
}

/** Everything that is wrong with any step's settings, found before any of the steps is started. */
function checkSettings(plan: readonly PlannedStep[], context: StepContext): void {
  const problems = findStepProblems(plan, context)
  if (problems.length > 0) throw new ConfigurationError(problems)
}

/** A variable with the app's prefix that nothing reads, near the name of one that a step reads and that is not set. */
function mistypedVariables(plan: readonly PlannedStep[], context: StepContext): string[] {
  const { env, envPrefix, production } = context
  const known = plan.flatMap(({ row }) => {
    const { settings, pluginOptions } = row
    if (settings === undefined || pluginOptions === undefined) return []
    const options = { ...pluginOptions(context as never) }
    return resolveSettings(settings, options).flatMap(({ option, variable }) => {
      const names = settings.table[option]?.variables.map((name) => `${envPrefix}_${name}`) ?? []
      return variable === undefined ? names : [variable, ...names]
    })
  })
  const prefix = `${envPrefix}_`
  const unset = known.filter((name) => name.startsWith(prefix) && (env[name] ?? '') === '')
  const words = unset.map((name) => name.slice(prefix.length))
  // Addresses of peers have the peers' names in development, and `_FILE` names a file with a value.
  const isOther = (name: string) =>
    (!production && /_SERVICE_(?:HOST|PORT)$/.test(name)) || known.includes(name.replace(/_FILE$/, ''))
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !isOther(name))
    .flatMap((name) => {
      const word = nearest(name.slice(prefix.length), words)
      return word === undefined ? [] : `${name} is not a variable of this app; did you mean ${prefix}${word}?`
    })
}

/** An asset that is simply undefined would make `onRequest: fastify.authenticate` an unprotected route. */
function explainAbsence(fastify: FastifyInstance, { name, row }: PlannedStep, context: StepContext): void {
  const { assets = [], off } = row
  const option = off?.when(context as never) ? off.option : `${name}: false`
  for (const asset of assets) {
    if (fastify.hasDecorator(asset)) continue
    fastify.decorate(asset, {
      getter() {
        throw new NoAssetError(asset, name, option)
      }
    })
  }
}

/** A step or asset under a name that does not exist would be ignored in silence. */
function unknownMembers(own: object, defaults: object): Problem[] {
  return namesBelow(own, defaults).flatMap((name) => {
    const fault = oldMember(name)
    return fault === undefined ? [] : [{ plugin: 'GnarApp', option: name, message: `GnarApp has ${fault}` }]
  })
}

/** The names of an object's own properties and of those of its prototypes, down to one of them. */
function namesBelow(object: object | null, end: object): string[] {
  if (object === null || object === end) return []
  return [...Object.getOwnPropertyNames(object), ...namesBelow(Object.getPrototypeOf(object), end)]
}

function transparent(run: (fastify: FastifyInstance) => Promise<void>) {
  return fp(run, { fastify: '5.x' })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
