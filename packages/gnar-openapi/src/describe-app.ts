import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { findAppDir } from 'gnar-env'
import { readAppInfo } from './app-info.ts'
import { componentName, Definitions } from './definitions.ts'
import { bearerScheme, transformDocument, transformRoute } from './describe-routes.ts'
import { serveDocument } from './docs-page.ts'
import type { OpenApiDocument } from './document.ts'
import { type FailureFormat, plainFormat } from './failure-responses.ts'
import { watchRoutes } from './route-facts.ts'
import type { Values } from './settings.ts'

/** Describes every route that is declared from now on, and serves document and page. */
export async function describeApp(fastify: FastifyInstance, values: Values): Promise<void> {
  const factsOf = watchRoutes(fastify)
  const definitions = new Definitions()
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
