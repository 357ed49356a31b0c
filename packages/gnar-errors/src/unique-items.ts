import type { FastifyInstance } from 'fastify'

/** The parts of a request that are validated. */
const parts = ['body', 'querystring', 'query', 'params', 'headers'] as const
/** Types whose values the validator compares in one pass. */
const scalars = new Set(['string', 'number', 'integer', 'boolean', 'null'])

/**
 * Warns once, at ready, of routes whose lists may have any number of unique objects: the validator compares each with
 * each, which blocked the process for 60 s with a body of 709 KB.
 */
export function warnOfUniqueItems(fastify: FastifyInstance): void {
  const found = new Set<string>()
  fastify.addHook('onRoute', function (this: FastifyInstance, { method, url, schema }) {
    if (typeof schema !== 'object' || schema === null) return
    const path = parts
      .map((part) => [part, findUnbounded(this, Reflect.get(schema, part))] as const)
      .find(([, pointer]) => pointer !== undefined)
    if (path !== undefined) found.add(`${[method].flat().join('/')} ${url} (${path.join('')})`)
  })
  fastify.addHook('onReady', async () => {
    if (found.size === 0) return
    fastify.log.warn(
      `uniqueItems without maxItems compares each item with each, so that one request can block the process; set maxItems, or a low bodyLimit, for ${[...found].join(', ')}`
    )
  })
}

/** The pointer to the first list of any number of unique items that are not scalars; undefined if there is none. */
function findUnbounded(instance: FastifyInstance, root: unknown): string | undefined {
  const seen = new Set<unknown>()
  const stack = [{ schema: root, pointer: '' }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { schema, pointer } = next
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) continue
    seen.add(schema)
    const { uniqueItems, maxItems, items, $ref } = schema as Record<string, unknown>
    if (uniqueItems === true && maxItems === undefined && !isScalar(items)) return pointer
    if (typeof $ref === 'string')
      stack.push({ schema: instance.getSchema($ref.replace(/#.*$/, '')), pointer })
    for (const [key, child] of Object.entries(schema)) {
      stack.push({ schema: child, pointer: isKeyword(key) ? pointer : `${pointer}/${key}` })
    }
  }
  return undefined
}

function isKeyword(key: string): boolean {
  return [
    'properties',
    'items',
    'content',
    'schema',
    'allOf',
    'anyOf',
    'oneOf',
    'definitions',
    '$defs'
  ].includes(key)
}

function isScalar(items: unknown): boolean {
  const { type } = Object(items) as { type?: unknown }
  return type !== undefined && [type].flat().every((name) => scalars.has(String(name)))
}
