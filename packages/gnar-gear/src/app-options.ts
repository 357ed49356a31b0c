import type { FastifyServerOptions } from 'fastify'
import {
  custom,
  defineSettings,
  integer,
  type PluginOptions,
  type PluginValues,
  readSettings,
  text
} from 'gnar-env'
import { defaultDrainDelayMs, type GnarGearOptions, settings } from './settings.ts'

const { name: _name, level, ...shared } = settings.table

const table = {
  ...shared,
  /** Least severe level that is logged; the preset's `level` under the original's name. */
  logLevel: level,
  /** Port to listen on; 0 for any free one. */
  port: integer({ min: 0, max: 65535, required: 'at start', meaning: 'port to listen on' }),
  /** Address to listen on. Default: all, IPv6 and IPv4, in production; `127.0.0.1` in development. */
  host: text({ meaning: 'address to listen on' }),
  /** Options of Fastify's constructor, which win over the preset's. */
  fastify: custom<FastifyServerOptions>()({
    meaning: "options of Fastify's constructor",
    check: (value) => (typeof value === 'object' && value !== null ? undefined : 'must be an object')
  })
}

/** Options of `GnarApp`: those of the preset, and what it takes to listen and to shut down. */
export const appSettings = defineSettings('GnarApp', table)

export interface GnarAppOptions extends PluginOptions<typeof appSettings> {
  /** Production mode: no CORS headers, no tracebacks, no request lines, and a broken route module stops the start. */
  production: boolean
  port: number
}

export type AppValues = PluginValues<typeof appSettings> & { readonly drainDelayMs: number }

/** @throws ConfigurationError when an option is unknown or wrong */
export function readAppOptions(options: GnarAppOptions): AppValues {
  const values = readSettings(appSettings, options)
  const { drainDelayMs = defaultDrainDelayMs(values.production) } = values
  return Object.freeze({ ...values, drainDelayMs })
}

/** The options of an app that belong to the preset. */
export function presetOptions(name: string, options: GnarAppOptions): GnarGearOptions {
  const { port: _port, host: _host, fastify: _fastify, logLevel, ...preset } = options
  return { ...preset, name, level: logLevel }
}
