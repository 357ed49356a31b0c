import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import { TwoFastifysError } from './errors.ts'
import { type GnarGearOptions, readContext } from './options.ts'
import type { StepRow } from './steps/step.ts'
import { rows } from './steps/table.ts'

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
    ...merged,
    genReqId: Object.assign(genReqId, { [kServerOptions]: true }),
    return503OnClosing: false,
    pluginTimeout: 15_000
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
