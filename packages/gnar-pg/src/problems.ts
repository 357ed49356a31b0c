import { findProblems, type PluginOptions, type Problem, resolveSettings, type Settings } from 'gnar-env'
import { type Endpoint, parseEndpoint } from './endpoint.ts'
import { settings } from './settings.ts'

/**
 * Everything that is wrong with the plugin's options and environment: the table of settings cannot know that an
 * endpoint may name the database and the user as well.
 */
export function findPgProblems(options: PluginOptions<typeof settings>): Problem[] {
  const problems = findProblems('gnar-pg', settings, options)
  return [...problems, ...missingParts({ ...options })]
}

function missingParts(options: PluginOptions<Settings>): Problem[] {
  const [found] = resolveSettings<Settings>('gnar-pg', { endpoint: settings.endpoint }, options)
  const isMalformed = found?.source !== 'missing' && found?.problem !== undefined
  if (isMalformed) return []
  const endpoint: Endpoint = found?.value === undefined ? {} : parseEndpoint(String(found.value))
  const required = 'at start'
  const parts: Settings = {
    ...(endpoint.database === undefined && { database: { ...settings.database, required } }),
    ...(endpoint.username === undefined && { username: { ...settings.username, required } })
  }
  return resolveSettings('gnar-pg', parts, options)
    .filter(({ source }) => source === 'missing')
    .flatMap(({ problem }) => problem ?? [])
}
