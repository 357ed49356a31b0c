import { PeerUsageError } from './errors.ts'

/** What one parameter may be; booleans become `true` and `false`, which Fastify's schemas take (Python: `True`). */
export type Scalar = string | number | bigint | boolean | null | undefined

/** Parameters as an object (lists repeat the name, null drops it), as pairs, as URLSearchParams, or encoded already. */
export type Params =
  | string
  | URLSearchParams
  | Readonly<Record<string, Scalar | readonly Scalar[]>>
  | readonly (readonly [string, Scalar | readonly Scalar[]])[]

/** Encodes parameters or form fields as Python's requests does: spaces as `+`, and only `-._~` left as they are. */
export function encodeParams(params: Exclude<Params, string>, what: string): string {
  const fields: string[] = []
  for (const [name, value] of pairs(params)) {
    const key = quote(name, what, name)
    for (const item of Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar]) {
      if (item !== null && item !== undefined) fields.push(`${key}=${quote(item, what, name)}`)
    }
  }
  return fields.join('&')
}

/** Puts parameters behind a path that may have a query already. */
export function withParams(path: string, params: Params | null | undefined): string {
  if (params === undefined || params === null) return path
  const query = typeof params === 'string' ? requote(params) : encodeParams(params, 'params')
  if (query === '') return path
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

function pairs(params: Exclude<Params, string>): Iterable<readonly [string, unknown]> {
  if (params instanceof URLSearchParams || Array.isArray(params)) return params
  return Object.entries(plainObject(params, 'params', ', text, pairs or URLSearchParams'))
}

/** @throws PeerUsageError for a Map, a Date or the like, whose entries would be lost in silence */
export function plainObject<T extends object>(value: T, what: string, others = ''): T {
  if (isPlainObject(value)) return value
  throw new PeerUsageError(`${what} of a call must be a plain object${others}`)
}

/** Whether a value is an object of no class. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function quote(value: Scalar, what: string, name: string): string {
  if (typeof value === 'object' || typeof value === 'symbol' || typeof value === 'function') {
    throw new PeerUsageError(`${what}: ${name} must be text, a number, true, false, null or a list of these`)
  }
  try {
    return encodeURIComponent(String(value)).replaceAll(/%20|[!'()*]/g, (match) => quoted[match] as string)
  } catch {
    throw new PeerUsageError(`${what}: ${name} has a lone surrogate, which cannot be encoded`)
  }
}

const quoted: Readonly<Record<string, string>> = {
  '%20': '+',
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A'
}

/** Encodes what a query must not hold and leaves what is encoded already. */
function requote(query: string): string {
  if (/\p{Surrogate}/u.test(query)) {
    throw new PeerUsageError('params has a lone surrogate, which cannot be encoded')
  }
  return query.replace(/^\?/, '').replaceAll(/[^A-Za-z0-9._~!$%&'()*+,/:;=?@[\]-]/gu, encodeURIComponent)
}
