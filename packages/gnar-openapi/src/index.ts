// Types `schema: { summary, tags }` of routes and `fastify.swagger`, for whoever imports this package.
/// <reference types="@fastify/swagger" preserve="true" />
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { readSettings } from 'gnar-env'
import type { OpenApiDocument } from './document.ts'
import { type GnarOpenapiOptions, settings } from './settings.ts'

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
  // 6 of 8 modules, which the preset does not load where it serves no document, as in production.
  const { describeApp } = await import('./describe-app.ts')
  await describeApp(fastify, values)
}

export const gnarOpenapi = fp(plugin, { name: 'gnar-openapi', fastify: '5.x' })
export default gnarOpenapi
