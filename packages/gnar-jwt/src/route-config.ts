import type { RouteOptions } from 'fastify'
import { ConfigurationError, type Problem, unknownOptions } from 'gnar-env'

/**
 * Checks `config.gnarJwt` of a route: a mistyped `refresh: false` would send tokens that the app does not want sent.
 *
 * @throws ConfigurationError
 */
export function checkRouteConfig({ method, url, config }: RouteOptions): void {
  const options: unknown = config?.gnarJwt
  if (options === undefined) return
  const problems = findProblems(`config.gnarJwt in route ${[method].flat().join(', ')} ${url}`, options)
  if (problems.length > 0) throw new ConfigurationError(problems)
}

function findProblems(where: string, options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ plugin: 'gnar-jwt', option: 'config.gnarJwt', message: `${where} must be an object` }]
  }
  const { refresh = true } = options as { refresh?: unknown }
  if (typeof refresh === 'boolean') return unknownOptions(where, ['refresh'], options)
  return [{ plugin: 'gnar-jwt', option: 'refresh', message: `refresh of ${where} must be true or false` }]
}
