import type { FastifySwaggerUiConfigOptions } from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { OpenApiDocument } from './document.ts'
import type { Values } from './settings.ts'

/** Serves the document, and the page unless it is disabled, in a scope of their own. */
export async function serveDocument(fastify: FastifyInstance, values: Values): Promise<void> {
  const { path, ui, protect = [] } = values
  const hooks = [protect].flat()
  fastify.register(async (scope) => {
    scope.addHook('onRoute', (route) => hide(route, hooks.length === 0))
    for (const hook of hooks) scope.addHook('onRequest', hook)
    if (ui !== false) await addPage(scope, values)
    else scope.get(`${path}/json`, () => fastify.openapi())
  })
}

/** Off the log and off the document; public under gnar-jwt's hook of a whole app unless it has hooks of its own. */
function hide(route: RouteOptions, isPublic: boolean): void {
  Object.assign(route, {
    logLevel: 'silent',
    schema: { ...route.schema, hide: true },
    config: { ...route.config, ...(isPublic && { public: true }) }
  })
}

async function addPage(scope: FastifyInstance, { path, ui, document }: Values): Promise<void> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  await scope.register(swaggerUi, {
    routePrefix: path,
    uiConfig: { ...uiDefaults, ...(typeof ui === 'object' && ui) },
    theme: { title: 'API documentation' },
    staticCSP: contentSecurityPolicy(document?.servers)
  })
}

const uiDefaults: FastifySwaggerUiConfigOptions = {
  layout: 'BaseLayout',
  docExpansion: 'list',
  tryItOutEnabled: true,
  displayRequestDuration: true
}

/** Nothing from elsewhere, and no scripts of a document; requests go to the servers that it names. */
function contentSecurityPolicy(servers: OpenApiDocument['servers'] = []): string {
  const origins = servers.flatMap(({ url }) => (URL.canParse(url) ? new URL(url).origin : []))
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...new Set(origins)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
}
