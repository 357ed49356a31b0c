import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { ConfigurationError, noteConstructorOnly } from 'gnar-env'
import { EarlyRoutesError, NoAssetError, StepError } from './errors.ts'
import type { GnarApp } from './gnar-app.ts'
import { endConnectionsOnClose, watchConnections } from './open-requests.ts'
import { addRunningApp, removeRunningApp } from './running-apps.ts'
import { hasServerOptions } from './server-options.ts'
import type { StepContext } from './settings.ts'
import { off, type Step } from './step.ts'
import { type StepName, stepNames } from './step-names.ts'
import { steps } from './steps.ts'

/** A step as this app wants it: the preset's own, the app's own, or none. */
export interface PlannedStep {
  name: StepName
  step: Step | false
  /** Whether the step is the app's own, so that nobody knows which settings it reads. */
  replaced: boolean
}

/**
 * What each step is for this app.
 *
 * @param own where the app's steps are, which a subclass or an assignment may have changed
 * @param defaults where the preset's are
 */
export function planSteps(
  own: Readonly<Record<StepName, Step>>,
  defaults: Readonly<Record<StepName, Step>>,
  context: StepContext
): PlannedStep[] {
  return stepNames.map((name) => {
    const step = steps[name].off?.when(context) ? off : (context.steps?.[name] ?? own[name])
    return { name, step: step === off ? false : step, replaced: step !== defaults[name] }
  })
}

/**
 * Registers the steps of an app on an instance, each as a plugin of its own that is not awaited: so each has Fastify's
 * whole `pluginTimeout` for itself.
 *
 * @throws EarlyRoutesError when the instance has routes already
 */
export function configure(
  app: GnarApp,
  fastify: FastifyInstance,
  plan: readonly PlannedStep[],
  context: StepContext
): void {
  if (fastify.printRoutes() !== emptyTree) throw new EarlyRoutesError()
  watchConnections(fastify)
  endConnectionsOnClose(fastify)
  if (!hasServerOptions(fastify)) noteConstructorOnly(fastify, constructorOptions)
  fastify.addHook('onClose', async () => removeRunningApp(app))
  for (const planned of plan) {
    addStep(app, fastify, planned, context)
    if (planned.name === 'preconfig') fastify.register(transparent(async () => checkSettings(plan, context)))
  }
  fastify.register(
    transparent(async () => {
      if (fastify.hasDecorator('health')) fastify.health.markStarted()
    })
  )
}

const constructorOptions =
  'requests during a close are answered 503, and a step may take no longer than the pluginTimeout that you set; make the instance with Fastify(gnarServerOptions(options))'

const emptyTree = '(empty tree)'

function addStep(app: GnarApp, fastify: FastifyInstance, planned: PlannedStep, context: StepContext): void {
  const { name, step, replaced } = planned
  if (name === 'configureRoutes') fastify.register(transparent(async () => addRunningApp(app)))
  if (step === false) {
    fastify.register(transparent(async () => explainAbsence(fastify, name, context)))
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
  const problems = plan
    .filter(({ step, replaced }) => step !== false && !replaced)
    .flatMap(({ name }) => steps[name].problems?.(context) ?? [])
  if (problems.length > 0) throw new ConfigurationError(problems)
}

/** An asset that is simply undefined would make `onRequest: fastify.authenticate` an unprotected route. */
function explainAbsence(fastify: FastifyInstance, name: StepName, context: StepContext): void {
  const { assets = [], off } = steps[name]
  const option = off?.when(context) ? off.option : `${name}: false`
  for (const asset of assets) {
    if (fastify.hasDecorator(asset)) continue
    fastify.decorate(asset, {
      getter() {
        throw new NoAssetError(asset, name, option)
      }
    })
  }
}

function transparent(run: (fastify: FastifyInstance) => Promise<void>) {
  return fp(run, { fastify: '5.x' })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
