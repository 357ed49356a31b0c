import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import {
  type CommonOptions,
  type Definition,
  findProblems,
  type OptionsOf,
  type Problem,
  type Resolution,
  resolveSettings,
  type Settings
} from 'gnar-env'
import type { GnarApp } from './gnar-app.ts'
import type { StepContext } from './settings.ts'

/** A step of the start: gets the Fastify instance and the preset's options, may return a promise. */
export type Step = (this: GnarApp, fastify: FastifyInstance, context: StepContext) => unknown

/** A step that is switched off: `ga.configureJwt = off`, like `false` in the option `steps`. */
export const off: Step = () => {}

/** One row of the table of steps. */
export interface StepRow {
  run: Step
  /** Option that switches the step off, beside `steps`. */
  off?: { option: string; when(context: StepContext): boolean }
  /** What the step puts on the instance, so that its absence can be explained. */
  assets?: readonly string[]
  /** What is wrong with the options and variables that the step reads. */
  problems?(context: StepContext): Problem[]
  /** Every setting of the step with its present value. */
  resolutions?(context: StepContext): { plugin: string; rows: Resolution[] }
}

/** A step that does nothing until the app says what. */
export const nothing: StepRow = { run: () => {} }

/** A step that registers one plugin of the family, whose settings can be checked before anything is started. */
export function pluginStep<S extends Settings>(
  fastifyPlugin: FastifyPluginAsync<OptionsOf<S> & CommonOptions>,
  settings: Definition<S>,
  optionsOf: (context: StepContext) => (OptionsOf<S> & CommonOptions) | undefined
): StepRow {
  const options = (context: StepContext) =>
    ({ ...common(context), ...optionsOf(context) }) as OptionsOf<S> & CommonOptions
  return {
    run: (fastify, context) => fastify.register(fastifyPlugin, options(context)),
    problems: (context) => findProblems(settings, options(context)),
    resolutions: (context) => ({ plugin: settings.name, rows: resolveSettings(settings, options(context)) })
  }
}

/** The options that every plugin of the family takes. */
export function common({ envPrefix, env, production }: Required<CommonOptions>): CommonOptions {
  return { envPrefix, env, production }
}
