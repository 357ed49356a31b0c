import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
import FindMyWay from 'find-my-way'

/**
 * Responds to OPTIONS with 204 and the methods of the path in `Allow`, before any check of a token. Unknown paths stay
 * unknown, an app's own OPTIONS routes stay its own, and @fastify/cors keeps its preflights.
 */
export function respondToOptions(fastify: FastifyInstance): void {
  const findMethods = watchMethods(fastify)
  const respond: onRequestHookHandler = (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done()
    const isForCors = isRouteOfCors(fastify, request)
    if (!request.is404 && !isForCors) return done()
    const methods = findMethods(request.raw.url ?? '/')
    if (methods.length > 0) reply.header('allow', [...methods, 'OPTIONS'].join(', '))
    if (isForCors && request.headers.origin !== undefined) return done()
    if (methods.length > 0) return reply.code(204).send()
    if (isForCors) return reply.callNotFound()
    done()
  }
  fastify.addHook('onRequest', respond)
}

/** @fastify/cors has one OPTIONS route for every path. */
function isRouteOfCors(fastify: FastifyInstance, { routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '*' && fastify.hasRequestDecorator('corsPreflightEnabled')
}

/**
 * Fastify cannot say which methods a path has, so the routes go into a router of our own, made when first needed.
 *
 * @returns the methods of a path, without OPTIONS
 */
function watchMethods(fastify: FastifyInstance): (path: string) => string[] {
  const urls = new Map<string, Set<string>>()
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat().filter((one) => one !== 'OPTIONS' && METHODS.includes(one))) {
      urls.set(name, (urls.get(name) ?? new Set()).add(url))
    }
  })
  let router: ReturnType<typeof buildRouter> | undefined
  return (path) => {
    router ??= buildRouter(fastify, urls)
    const methods = [...urls.keys()] as FindMyWay.HTTPMethod[]
    return methods.filter((method) => router?.find(method, path) != null)
  }
}

function buildRouter({ initialConfig }: FastifyInstance, urls: ReadonlyMap<string, ReadonlySet<string>>) {
  const { caseSensitive = true } = initialConfig
  const router = FindMyWay({
    caseSensitive,
    ...(initialConfig.routerOptions as FindMyWay.Config<FindMyWay.HTTPVersion.V1>),
    // Fastify has checked both already.
    allowUnsafeRegex: true,
    maxParamLength: Number.MAX_SAFE_INTEGER
  })
  for (const [method, paths] of urls) {
    for (const path of paths) router.on(method as FindMyWay.HTTPMethod, path, () => {})
  }
  return router
}
