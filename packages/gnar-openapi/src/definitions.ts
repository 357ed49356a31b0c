import type { Json } from './document.ts'

/** Stands for `$ref` until the document is complete, since @fastify/swagger resolves every `$ref` in its own way. */
const kLater = 'x-gnar-openapi-ref'

/** Keywords whose value has schemas under names, which are no keywords. */
const namedSchemas = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']
/** Keywords whose value is data. */
const data = ['const', 'enum', 'default', 'example', 'examples', 'required']
/** Parts of a document that have objects under names. */
const namedParts = [...namedSchemas, 'paths', 'schemas', 'responses', 'headers', 'content', 'parameters']

/** References that stand for a component within a schema, each with the name of the component. */
type Names = ReadonlyMap<string, string>

interface Component {
  source: string
  /** Undefined while it is copied: a recursive schema meets itself. */
  schema: Json | undefined
}

/**
 * Collects the schemas that are defined within others, under `$defs`, `definitions` or with an `$id` of their own, as
 * TypeBox writes recursive types: they become components of the document, which @fastify/swagger does not do.
 */
export class Definitions {
  readonly #components = new Map<string, Component>()

  /** A copy of a schema without definitions, which refers to the components; with an `$id`, it is one itself. */
  extract(schema: unknown): unknown {
    return this.#copy(schema, new Map())
  }

  /** Adds the components to those that the document has, and makes all references final. */
  complete<Document extends { components: Record<string, Json> }>(document: Document): Document {
    const { components } = document
    const own = [...this.#components].map(([name, { schema = {} }]) => [name, schema] as const)
    const schemas = { ...Object.fromEntries(own), ...components.schemas }
    return finish({ ...document, components: { ...components, schemas } }) as Document
  }

  #copy(schema: unknown, outer: Names): unknown {
    if (Array.isArray(schema)) return schema.map((one) => this.#copy(one, outer))
    if (typeof schema !== 'object' || schema === null) return schema
    const { $id, ...rest } = schema as Json
    if (typeof $id !== 'string' || $id.startsWith('#')) return this.#copyWithout$id(rest, outer)
    return { [kLater]: this.#define($id, rest, outer) }
  }

  #copyWithout$id({ $defs, definitions, ...schema }: Json, outer: Names): Json {
    const own = Object.entries({ ...Object(definitions), ...Object($defs) } as Record<string, Json>)
    const names = new Map(outer)
    for (const [key, { $id = key, ...definition }] of own) {
      const name = this.#reserve(String($id), definition)
      for (const reference of [String($id), `#/$defs/${key}`, `#/definitions/${key}`]) {
        names.set(reference, name)
      }
    }
    for (const [key, { $id = key, ...definition }] of own) this.#define(String($id), definition, names)
    const { $ref, ...siblings } = schema
    const name = typeof $ref === 'string' ? names.get($ref) : undefined
    if (name === undefined) return this.#copyKeywords(schema, names)
    return { ...this.#copyKeywords(siblings, names), [kLater]: name }
  }

  #copyKeywords(schema: Json, names: Names): Json {
    return mapValues(schema, (value, keyword) => {
      if (data.includes(keyword)) return value
      if (!namedSchemas.includes(keyword)) return this.#copy(value, names)
      return mapValues(Object(value), (one) => this.#copy(one, names))
    })
  }

  /** Makes a schema a component. @returns its name */
  #define($id: string, schema: Json, outer: Names): string {
    const name = this.#reserve($id, schema)
    const component = this.#components.get(name)
    if (component === undefined || component.schema !== undefined) return name
    component.schema = {}
    component.schema = this.#copyWithout$id(schema, new Map([...outer, [$id, name], ['#', name]]))
    return name
  }

  /** The name of a component: equal schemas share one, others of the same `$id` are numbered. */
  #reserve($id: string, schema: Json): string {
    const base = componentName($id)
    const source = JSON.stringify(schema)
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}-${count}`
      const taken = this.#components.get(name)
      if (taken === undefined) this.#components.set(name, { source, schema: undefined })
      if (taken === undefined || taken.source === source) return name
    }
  }
}

/** An `$id` as a name of a component, which may have letters, digits, `.`, `_` and `-` only. */
export function componentName($id: string): string {
  const path = $id.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*\//i, '').replace(/#$/, '')
  return path.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-|-$/g, '') || 'schema'
}

/** Makes references final, and JSON Schema of draft 7, which Fastify validates, that of 2020-12. */
function finish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(finish)
  if (typeof value !== 'object' || value === null) return value
  const { [kLater]: name, ...rest } = value as Json
  const { additionalItems, ...others } = rest
  const keywords = Array.isArray(rest.items)
    ? {
        ...others,
        items: undefined,
        prefixItems: rest.items,
        ...(additionalItems !== undefined && { items: additionalItems })
      }
    : rest
  const { const: constant, ...finished } = mapValues(keywords, (one, keyword) => {
    if (data.includes(keyword)) return one
    if (namedParts.includes(keyword) && !Array.isArray(one)) return mapValues(Object(one), finish)
    return finish(one)
  })
  return {
    ...(name !== undefined && { $ref: `#/components/schemas/${name}` }),
    // Swagger UI shows no `const`.
    ...(constant !== undefined && { enum: [constant] }),
    ...finished
  }
}

/** The same keys with other values; a key whose value becomes undefined is left out. */
function mapValues(object: Json, map: (value: unknown, key: string) => unknown): Json {
  const entries = Object.entries(object).map(([key, value]) => [key, map(value, key)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
