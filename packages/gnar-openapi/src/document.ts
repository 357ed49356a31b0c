/** Any JSON object. */
export type Json = Record<string, unknown>

/** `info` of the document. */
export interface DocumentInfo {
  title: string
  version: string
  description?: string
  summary?: string
  termsOfService?: string
  contact?: { name?: string; url?: string; email?: string }
  license?: { name: string; identifier?: string; url?: string }
}

/** The parts of a document that do not come from the routes. */
export interface DocumentParts {
  servers?: { url: string; description?: string; variables?: Record<string, ServerVariable> }[]
  tags?: { name: string; description?: string; externalDocs?: ExternalDocs }[]
  externalDocs?: ExternalDocs
  components?: Record<string, Json>
  security?: Record<string, string[]>[]
  webhooks?: Json
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument extends DocumentParts {
  openapi: string
  info: DocumentInfo
  paths: Record<string, PathItem>
  components: Record<string, Json>
}

/** What a path has: an operation for each method. */
export type PathItem = Record<string, Operation>

/** One route in the document. */
export interface Operation {
  tags?: string[]
  summary?: string
  description?: string
  parameters?: Json[]
  requestBody?: { content: Record<string, MediaType> }
  responses: Record<string, Response>
  security?: Record<string, string[]>[]
  [extension: `x-${string}`]: unknown
}

export interface Response {
  description?: string
  headers?: Record<string, Json>
  content?: Record<string, MediaType>
  $ref?: string
}

export interface MediaType {
  schema?: Json
}

interface ServerVariable {
  default: string
  enum?: string[]
  description?: string
}

interface ExternalDocs {
  url: string
  description?: string
}
