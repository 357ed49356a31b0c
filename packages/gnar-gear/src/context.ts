import { resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import {
  type Definition,
  dayMs,
  defineSettings,
  findAppDir,
  integer,
  type PluginValues,
  type Settings,
  text
} from 'gnar-env'

/** Why a route module did not load, and where its routes would be. */
export interface ModuleFailure {
  prefix: string
  error: unknown
}

/** A service as its steps see it. */
export interface AppCore {
  readonly name: string
  /** Route modules that failed to load, by path: in development only, since a production start stops there. */
  readonly failures: Map<string, ModuleFailure>
  /**
   * The Fastify instance.
   * @throws NotRunningError before `run()`
   */
  readonly server: FastifyInstance
}

/** The preset's own options; those of the steps stand in the rows of the table of steps. */
export const baseTable = {
  /** Name of the app, such as `my_gnarly_app`: in log lines, error messages and variables. */
  name: text({ meaning: 'name of the app', example: 'my_gnarly_app', required: 'at start' }),
  /** Folder of the app's modules. Default: the main module's own when that is called `app`, otherwise `app` next to it. */
  appDir: text({ meaning: "folder of the app's modules" }),
  /** How long in milliseconds requests are served after a signal, so that load balancers notice. Default: 5000 in production, 0 in development. */
  drainDelayMs: integer({
    min: 0,
    max: dayMs,
    meaning: 'milliseconds after a signal in which requests are still served'
  }),
  /** How long in milliseconds requests and messages in flight get after that to finish. Default 10000. */
  closeTimeoutMs: integer({
    min: 1000,
    max: dayMs,
    default: 10_000,
    meaning: 'milliseconds after that in which requests and messages in flight may finish'
  })
}

/** What each step is given, whatever the options of the other steps: the preset's own options with their defaults. */
export type BaseContext = PluginValues<Definition<typeof baseTable>> & {
  readonly appDir: string
  readonly drainDelayMs: number
  /** Fastify's own register option: comes before the routes of the app's modules. */
  readonly prefix?: string | undefined
}

/** The defaults that depend on other values. */
export function contextDefaults({
  appDir,
  drainDelayMs,
  production
}: {
  appDir?: string | undefined
  drainDelayMs?: number | undefined
  production: boolean
}) {
  return {
    appDir: resolve(appDir ?? findAppDir()),
    drainDelayMs: drainDelayMs ?? defaultDrainDelayMs(production)
  }
}

/** A load balancer that probes every second and acts on the third failure has noticed after this time. */
function defaultDrainDelayMs(production: boolean): number {
  return production ? 5000 : 0
}

export type { Settings }
export const baseSettings = defineSettings('gnar-gear', baseTable)
