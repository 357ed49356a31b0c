// Types `schema: { summary, tags }` of routes and `fastify.swagger`, for whoever imports this package.
/// <reference types="@fastify/swagger" preserve="true" />
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { findAppDir, readSettings } from 'gnar-env'
import { readAppInfo } from './app-info.ts'
import { componentName, Definitions } from './definitions.ts'
import { bearerScheme, transformDocument, transformRoute } from './describe-routes.ts'
import { serveDocument } from './docs-page.ts'
import type { OpenApiDocument } from './document.ts'
import { type FailureFormat, plainFormat } from './failure-responses.ts'
import { watchRoutes } from './route-facts.ts'
import { type GnarOpenapiOptions, settings, type Values } from './settings.ts'

export type { DocumentInfo, DocumentParts, OpenApiDocument, Operation, PathItem } from './document.ts'
export { type GnarOpenapiOptions, settings } from './settings.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The OpenAPI 3.1 document of every route that was declared after gnar-openapi, once the app is ready. */
    openapi(): OpenApiDocument
  }

  interface FastifyContextConfig {
    gnarOpenapi?: {
      /** True: the route is not in the document. */
      hide?: boolean
    }
  }
}

/** Describes every route that is declared from now on, and serves document and page. */
async function plugin(fastify: FastifyInstance, options: GnarOpenapiOptions): Promise<void> {
  const values = readSettings(settings, options)
  const factsOf = watchRoutes(fastify)
  const definitions = new Definitions()
  // Loaded only by an app that registers the plugin.
  const { default: swagger } = await import('@fastify/swagger')
  await fastify.register(swagger, {
    openapi: partsOf(values),
    transform: transformRoute(factsOf, definitions),
    transformObject: transformDocument(definitions, () => failureFormatOf(fastify)),
    refResolver: { buildLocalReference: ({ $id }, _uri, _fragment, count) => nameOf($id, count) }
  })
  fastify.decorate('openapi', () => fastify.swagger() as unknown as OpenApiDocument)
  serveDocument(fastify, values)
  fastify.log.info(`API documentation at ${values.path}${values.ui === false ? '/json' : ''}`)
}

/** What the document has before the routes are described. */
function partsOf({ appDir = findAppDir(), info, document = {} }: Values) {
  const { components = {}, ...parts } = document
  return {
    ...parts,
    openapi: '3.1.0',
    info: { ...readAppInfo(appDir), ...info },
    components: { ...components, securitySchemes: { bearer: bearerScheme, ...components.securitySchemes } }
  }
}

function nameOf($id: unknown, count: number): string {
  return typeof $id === 'string' ? componentName($id) : `schema-${count}`
}

function failureFormatOf(fastify: FastifyInstance): FailureFormat {
  const { failureFormat } = fastify as { failureFormat?: FailureFormat }
  return failureFormat ?? plainFormat
}

export const gnarOpenapi = fp(plugin, { name: 'gnar-openapi', fastify: '5.x' })
export default gnarOpenapi
