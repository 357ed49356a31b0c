import type { FastifySwaggerUiConfigOptions } from '@fastify/swagger-ui'
import type { onRequestHookHandler } from 'fastify'
import { custom, defineSettings, type PluginOptions, type PluginValues, text } from 'gnar-env'
import type { DocumentInfo, DocumentParts } from './document.ts'

const table = {
  /** Path of the page; the document is at `/json` below it. Default `/docs`. */
  path: custom<string>()({
    default: '/docs',
    meaning: 'path of the page; the document is at /json below it',
    check: (value) =>
      typeof value === 'string' && /^(?:\/[\w.~-]+)+$/.test(value)
        ? undefined
        : 'must be a path such as /docs, without a slash at its end'
  }),
  /** False for the document alone, or options of Swagger UI. Default true. */
  ui: custom<boolean | FastifySwaggerUiConfigOptions>()({
    default: true,
    meaning: 'whether there is a page, or options of Swagger UI',
    check: (value) => (typeof value === 'boolean' ? undefined : objectFault(value))
  }),
  /** Title, version and description. Default: name, version and description of the app's package.json. */
  info: custom<Partial<DocumentInfo>>()({
    meaning: "title, version, description ...; default: those of the app's package.json",
    check: objectFault
  }),
  /** Further parts of the document: `servers`, `tags`, `externalDocs`, `components` ... */
  document: custom<DocumentParts>()({
    meaning: 'further parts of the document, such as servers and tags',
    check: (value) =>
      objectFault(value) ??
      ('paths' in Object(value) ? 'must not have paths, which are those of the routes' : undefined)
  }),
  /** Hooks that protect page and document, such as @fastify/basic-auth's. Default none: both are public. */
  protect: custom<onRequestHookHandler | readonly onRequestHookHandler[]>()({
    meaning: 'onRequest hooks that protect the page and the document',
    check: (value) =>
      [value].flat().length > 0 && [value].flat().every((hook) => typeof hook === 'function')
        ? undefined
        : 'must be a hook or a list of hooks'
  }),
  /** Folder of the app, at or above which its package.json is found. Default: the main module's `app` folder. */
  appDir: text({ meaning: 'folder of the app, at or above which is its package.json' })
}

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-openapi', table)

/** Options of the plugin, see the README's table. */
export type GnarOpenapiOptions = PluginOptions<typeof settings>
export type Values = PluginValues<typeof settings>

function objectFault(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : 'must be an object'
}
