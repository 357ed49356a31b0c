import { PeerUsageError } from './errors.ts'

/** What one parameter may be; booleans become `true` and `false`, which Fastify's schemas accept (Python: `True`). */
export type Scalar = string | number | bigint | boolean | null | undefined

/** Parameters as an object (lists repeat the name, null drops it), pairs, URLSearchParams, or text already encoded. */
export type Params =
  | string
  | URLSearchParams
  | Readonly<Record<string, Scalar | readonly Scalar[]>>
  | readonly (readonly [string, Scalar | readonly Scalar[]])[]

/** Encodes parameters or form fields as Python's requests does: spaces as `+`, and only `-._~` left as they are. */
export function encodeParams(params: Exclude<Params, string>, what: string): string {
  return textFields(params, what)
    .map(([name, value]) => `${quote(name)}=${quote(value)}`)
    .join('&')
}

/**
 * The names and values of parameters or form fields, as text.
 *
 * @param what the option that an error names
 */
export function textFields(params: Exclude<Params, string>, what: string): [name: string, value: string][] {
  const fields: [string, string][] = []
  for (const [name, value] of pairs(params, what)) {
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (item === null || item === undefined) continue
      if (typeof item === 'object' || typeof item === 'symbol' || typeof item === 'function') {
        throw new PeerUsageError(
          `${what}: ${name} must be text, a number, true, false, null or a list of these, found ${describe(item)}`
        )
      }
      const text = String(item)
      if (/\p{Surrogate}/u.test(name + text)) {
        throw new PeerUsageError(
          `${what}: ${JSON.stringify(name)} has a lone surrogate, which cannot be encoded`
        )
      }
      fields.push([name, text])
    }
  }
  return fields
}

/** Appends parameters to a path that may already have a query. */
export function withParams(path: string, params: Params | null | undefined): string {
  if (params === undefined || params === null) return path
  const query = typeof params === 'string' ? requote(params) : encodeParams(params, 'params')
  if (query === '') return path
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** @throws PeerUsageError for a Map, a Date or the like, whose entries would be lost in silence */
export function plainObject<T extends object>(value: T, what: string, others = ''): T {
  if (isPlainObject(value)) return value
  throw new PeerUsageError(`${what} of a call must be a plain object${others}`)
}

/** Whether a value is an object without a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Whether a value is fields by its type: pairs, URLSearchParams, or a plain object. */
export function isForm(value: unknown): value is Exclude<Params, string> {
  return Array.isArray(value) || value instanceof URLSearchParams || isPlainObject(value)
}

/** What a value is, for the end of an error message; never its content. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  if (Array.isArray(value)) return 'a list'
  if (Symbol.asyncIterator in value) return 'a stream'
  const name = isPlainObject(value) ? '' : value.constructor?.name
  return name ? `an object of class ${name}` : 'a plain object'
}

function pairs(params: Exclude<Params, string>, what: string): Iterable<readonly [string, unknown]> {
  if (params instanceof URLSearchParams) return params
  if (!Array.isArray(params)) {
    return Object.entries(plainObject(params, what, ', text, pairs or URLSearchParams'))
  }
  const wrong = params.find(
    (pair) => !(Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string')
  )
  if (wrong === undefined) return params
  throw new PeerUsageError(`${what}: a list must hold pairs of a name and a value, found ${describe(wrong)}`)
}

function quote(text: string): string {
  return encodeURIComponent(text).replaceAll(/%20|[!'()*]/g, (match) => quoted[match] as string)
}

const quoted: Readonly<Record<string, string>> = {
  '%20': '+',
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A'
}

/** Encodes what a query must not contain and leaves what is already encoded. */
function requote(query: string): string {
  if (/\p{Surrogate}/u.test(query)) {
    throw new PeerUsageError('params has a lone surrogate, which cannot be encoded')
  }
  return query.replace(/^\?/, '').replaceAll(/[^A-Za-z0-9._~!$%&'()*+,/:;=?@[\]-]/gu, encodeURIComponent)
}
