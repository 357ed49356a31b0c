/**
 * Who may call a route: with a token (`protected`), with or without one (`optional`), anybody (`open`), or `unknown` when
 * a hook of its module may protect it in a way of its own.
 */
export type RouteAccess = 'protected' | 'optional' | 'open' | 'unknown'

/** What is needed of the scope of a route: a Fastify instance. */
interface Scope {
  hasPlugin(name: string): boolean
  readonly authenticate?: object
  readonly authenticateOptional?: object
}

/** What is needed of the options of a route. */
type Route = Hooks & { readonly config?: object | undefined }

type GuardHook = (typeof guardHooks)[number]
const guardHooks = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const

type Hooks = { readonly [Name in GuardHook]?: unknown }

/** Hooks that protect nothing, although a route module has them. */
const harmless = new WeakSet<object>()

/** Marks a hook that protects nothing, so that routes below it stay open. @returns the hook */
export function markHarmless<Hook extends object>(hook: Hook): Hook {
  harmless.add(hook)
  return hook
}

/**
 * Who may call a route, by its own hooks and those of its scope, in whatever order they were added. Hooks that plugins
 * put on the whole app protect nothing, except gnar-jwt's `authenticate`. Final once the app is ready.
 *
 * @param route the options of the route, as Fastify gives them to `onRoute`
 * @param scope the instance that declared it: `this` of `onRoute`
 */
export function routeAccess(route: Route, scope: Scope): RouteAccess {
  if ((route.config as { public?: unknown } | undefined)?.public === true) return 'open'
  const inherited = guardsOf(hooksOf(rootOf(scope)))
  const guards = [...guardsOf(route), ...guardsOf(hooksOf(scope))]
  const { authenticate, authenticateOptional } = scope.hasPlugin('gnar-jwt') ? scope : {}
  if (authenticate !== undefined && guards.includes(authenticate)) return 'protected'
  const own = guards.filter((guard) => !inherited.includes(guard) && !harmless.has(guard))
  if (own.some((guard) => guard !== authenticateOptional)) return 'unknown'
  return authenticateOptional !== undefined && guards.includes(authenticateOptional) ? 'optional' : 'open'
}

function guardsOf(hooks: Hooks): object[] {
  return guardHooks
    .flatMap((name) => hooks[name] ?? [])
    .filter((hook): hook is object => typeof hook === 'function')
}

/** Fastify shows the hooks of an instance to nobody, and keeps them under this symbol. */
function hooksOf(scope: object): Hooks {
  const symbol = Object.getOwnPropertySymbols(scope).find(
    ({ description }) => description === 'fastify.hooks'
  )
  return symbol === undefined ? {} : (Reflect.get(scope, symbol) as Hooks)
}

/** Each scope of Fastify inherits from the one around it. */
function rootOf(scope: object): object {
  const parent: object | null = Object.getPrototypeOf(scope)
  return parent === null || parent === Object.prototype ? scope : rootOf(parent)
}
