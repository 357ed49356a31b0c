import { findProblems, type PluginOptions, type Problem, resolveSettings, type Settings } from 'gnar-env'
import { withProfile } from './profiles.ts'
import { settings } from './settings.ts'

/**
 * Everything that is wrong with the plugin's options and environment: the table of settings cannot know of profiles,
 * nor how many lanes the memory must do for.
 */
export function findArgon2Problems(options: PluginOptions<typeof settings>): Problem[] {
  const effective = withProfile(options)
  return [...findProblems('gnar-argon2', settings, effective), ...memoryProblems({ ...effective })]
}

/** Argon2 needs 8 KiB for each lane (RFC 9106, section 3.1). */
function memoryProblems(options: PluginOptions<Settings>): Problem[] {
  const { memoryCost, parallelism } = settings
  const rows = resolveSettings<Settings>('gnar-argon2', { memoryCost, parallelism }, options)
  const [{ variable, source } = {}] = rows
  const [memory, lanes] = rows.map(({ value }) => Number(value)) as [number, number]
  if (rows.some(({ problem }) => problem !== undefined) || memory >= 8 * lanes) return []
  const subject = source === 'environment' ? variable : 'option memoryCost of gnar-argon2'
  const message = `${subject} (memory in KiB) must be at least ${8 * lanes}, eight times the parallelism of ${lanes}, found ${memory}`
  return [
    { plugin: 'gnar-argon2', option: 'memoryCost', ...(variable !== undefined && { variable }), message }
  ]
}
