import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { type CommonOptions, type Definition, findProblems, type OptionsOf, type Settings } from 'gnar-env'
import { errorsServerOptions, settings as errorsSettings } from 'gnar-errors'
import { createLogController, createLogger, genReqId, settings as loggerSettings } from 'gnar-logger'
import { type GnarGearOptions, readContext } from './settings.ts'
import { errorsOptions, loggerOptions } from './steps.ts'

/**
 * What the preset needs and only Fastify's constructor can set: `Fastify(gnarServerOptions(options))`, with the options
 * that `gnarGear` gets.
 *
 * @throws ConfigurationError when an option of the preset is wrong; settings of its steps that are wrong are left at
 * their defaults here, and named by the preset, all of them together
 */
export function gnarServerOptions(options: GnarGearOptions): FastifyServerOptions {
  const context = readContext(options)
  const logger = orDefaults(loggerSettings, loggerOptions(context))
  const errors = orDefaults(errorsSettings, errorsOptions(context))
  return {
    ...errorsServerOptions(errors),
    loggerInstance: createLogger(logger),
    logController: createLogController(logger),
    genReqId: Object.assign((...args: Parameters<typeof genReqId>) => genReqId(...args), {
      [kServerOptions]: true
    }),
    requestIdHeader: false,
    return503OnClosing: false,
    pluginTimeout: 15_000
  }
}

/** Marks `genReqId`, which can be seen on an instance, and which fastify-cli does not copy. */
const kServerOptions = Symbol('gnar-gear.serverOptions')

/** Whether an instance was made with `gnarServerOptions`. */
export function hasServerOptions({ genReqId }: FastifyInstance & { genReqId?: object }): boolean {
  return genReqId !== undefined && kServerOptions in genReqId
}

/** The options of a step when all is well with them, else those that are always right. */
function orDefaults<S extends Settings>(
  settings: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): OptionsOf<S> & CommonOptions {
  return findProblems(settings, options).length === 0
    ? options
    : ({ env: {} } as OptionsOf<S> & CommonOptions)
}
