import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { type GnarGearOptions, readContext } from './options.ts'
import type { StepRow } from './steps/step.ts'
import { rows } from './steps/table.ts'

/**
 * What the preset needs and only Fastify's constructor can set: `Fastify(gnarServerOptions(options))`, with the options
 * that `gnarGear` gets.
 *
 * @throws ConfigurationError when an option of the preset is invalid; invalid settings of its steps keep their defaults
 * here, since the preset lists all of them together
 */
export function gnarServerOptions(options: GnarGearOptions): FastifyServerOptions {
  const context = readContext(options)
  const parts = rows.map((row) => (row as StepRow).serverOptions?.(context as never))
  const merged: FastifyServerOptions = Object.assign({}, ...parts)
  const { genReqId = () => '' } = merged
  return {
    pluginTimeout: 15_000,
    ...merged,
    genReqId: Object.assign(genReqId, { [kServerOptions]: true }),
    return503OnClosing: false
  }
}

/** Marks `genReqId`, which can be seen on an instance, and which fastify-cli does not copy. */
const kServerOptions = Symbol('gnar-gear.serverOptions')

/** Whether an instance was made with `gnarServerOptions`. */
export function hasServerOptions({ genReqId }: FastifyInstance & { genReqId?: object }): boolean {
  return genReqId !== undefined && kServerOptions in genReqId
}
