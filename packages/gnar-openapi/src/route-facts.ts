import type { FastifyInstance, RouteOptions } from 'fastify'
import { ConfigurationError, type RouteAccess, routeAccess, unknownOptions } from 'gnar-env'

/** What the document says of a route that its schema does not. */
export interface RouteFacts {
  /** The URL as it was declared: Fastify turns `/user` into `/user/` in the same object. */
  url: string
  hidden: boolean
  access: RouteAccess
  /** Whether responses carry a fresh token. */
  isRefreshed: boolean
  /** Whether a request can be invalid. */
  takesInput: boolean
  /** Where no tag is given: the prefix of the route's module, or the first part of its path. */
  tags: string[]
}

/**
 * Remembers every route that is declared from now on.
 *
 * @returns the facts of a route, final once the app is ready
 */
export function watchRoutes(fastify: FastifyInstance): (route: RouteOptions) => RouteFacts {
  const declared = new WeakMap<RouteOptions, { url: string; scope: FastifyInstance }>()
  fastify.addHook('onRoute', function (route) {
    checkConfig(route)
    declared.set(route, { url: route.url, scope: this })
  })
  return (route) => {
    const { url, scope } = declared.get(route) ?? { url: route.url, scope: fastify }
    const { gnarOpenapi, gnarJwt } = (route.config ?? {}) as RouteConfig
    const { hide, body, querystring, params, headers } = (route.schema ?? {}) as Record<string, unknown>
    return {
      url,
      hidden: gnarOpenapi?.hide ?? hide === true,
      access: routeAccess(route, scope),
      isRefreshed: gnarJwt?.refresh !== false,
      takesInput: [body, querystring, params, headers].some((schema) => schema !== undefined),
      tags: tagsOf(scope.prefix, url)
    }
  }
}

interface RouteConfig {
  gnarOpenapi?: { hide?: boolean }
  gnarJwt?: { refresh?: boolean }
}

/** `/user/:id/posts` is `user/posts`. */
function tagsOf(prefix: string, url: string): string[] {
  const words = (path: string) => path.split('/').filter((word) => /^[\w.~-]+$/.test(word))
  const tag = words(prefix).join('/') || words(url)[0]
  return tag === undefined ? [] : [tag]
}

/** @throws ConfigurationError: a mistyped `hide` would publish a route */
function checkConfig({ method, url, config }: RouteOptions): void {
  const options: unknown = (config as RouteConfig | undefined)?.gnarOpenapi
  if (options === undefined) return
  const where = `config.gnarOpenapi in route ${[method].flat().join(', ')} ${url}`
  const { hide = true } = Object(options) as { hide?: unknown }
  const problems =
    typeof options !== 'object' || options === null
      ? [problem('config.gnarOpenapi', `${where} must be an object`)]
      : typeof hide !== 'boolean'
        ? [problem('hide', `hide of ${where} must be true or false`)]
        : unknownOptions(where, ['hide'], options)
  if (problems.length > 0) throw new ConfigurationError(problems)
}

function problem(option: string, message: string) {
  return { plugin: 'gnar-openapi', option, message }
}
