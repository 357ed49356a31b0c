import type { FastifySwaggerUiConfigOptions } from '@fastify/swagger-ui'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OpenApiDocument } from './document.ts'
import type { Values } from './settings.ts'

/** Serves the document, and the page unless it is disabled, in a scope of their own. */
export function serveDocument(fastify: FastifyInstance, { path, ui, protect = [], document }: Values): void {
  const hooks = [protect].flat()
  const options = {
    logLevel: 'silent' as const,
    schema: { hide: true },
    // Public under gnar-jwt's hook of a whole app, unless it has hooks of its own.
    config: { ...(hooks.length === 0 && { public: true }) } as object
  }
  fastify.register(async (scope) => {
    for (const hook of hooks) scope.addHook('onRequest', hook)
    scope.get(`${path}/json`, options, () => fastify.openapi())
    scope.get(`${path}/yaml`, options, (_request, reply) =>
      reply.type('application/yaml').send(fastify.swagger({ yaml: true }))
    )
    if (ui === false) return
    const policy = contentSecurityPolicy(document?.servers)
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', policy)
    })
    const serve = pageServer(`${scope.prefix}${path}`, { ...uiDefaults, ...(typeof ui === 'object' && ui) })
    scope.get(path, options, serve)
    scope.get(`${path}/*`, options, serve)
  })
}

/**
 * The page comes from an instance of its own that is made at the first request for it: @fastify/swagger-ui takes 25 to
 * 40 ms to load, by which it would delay every start.
 */
function pageServer(routePrefix: string, uiConfig: FastifySwaggerUiConfigOptions) {
  let page: Promise<FastifyInstance> | undefined
  return async ({ url, headers }: FastifyRequest, reply: FastifyReply) => {
    page ??= createPage(routePrefix, uiConfig)
    const response = await (await page).inject({ method: 'GET', url, headers })
    if (response.statusCode === 404) return reply.callNotFound()
    return reply.code(response.statusCode).headers(endToEnd(response.headers)).send(response.rawPayload)
  }
}

async function createPage(
  routePrefix: string,
  uiConfig: FastifySwaggerUiConfigOptions
): Promise<FastifyInstance> {
  const [{ fastify }, { default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
    import('@fastify/swagger-ui')
  ])
  const page = fastify()
  await page.register(swagger)
  await page.register(swaggerUi, { routePrefix, uiConfig, theme: { title: 'API documentation' } })
  return page
}

/** Headers that are not about one connection (RFC 9110, section 7.6.1). */
function endToEnd<Headers extends object>({
  connection: _connection,
  'keep-alive': _keepAlive,
  'transfer-encoding': _encoding,
  date: _date,
  ...headers
}: Headers & Record<string, unknown>) {
  return headers
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
