import { type PluginOptions, resolveSettings } from 'gnar-env'
import type { settings as pgSettings } from './settings.ts'
import { settings } from './settings.ts'

/** What Fastify gives a plugin by default, and half of it again, in milliseconds. */
const withoutMigrationsMs = 15_000

/**
 * What migrations need of Fastify's constructor, which by default stops a plugin after 10 seconds:
 * `Fastify(pgServerOptions(options))` with the options of the plugin. Never throws.
 */
export function pgServerOptions(options: PluginOptions<typeof pgSettings>): { pluginTimeout?: number } {
  const rows = resolveSettings(settings, options)
  const settingOf = (option: string) => rows.find((row) => row.option === option)?.value
  const timeoutMs = settingOf('migrationsTimeoutMs')
  if (settingOf('migrations') === undefined || typeof timeoutMs !== 'number') return {}
  return { pluginTimeout: withoutMigrationsMs + timeoutMs }
}
