import { summarizeRequest, summarizeResponse } from './http-summary.ts'
import { redacted, redactUrl } from './redact-url.ts'
import { isSecretKey } from './secret-key.ts'

/** What JSON can hold. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** Depth to which values are shown; below it stand `[Object]` and `[Array]`, so that no secret lies deeper. */
const maxDepth = 8
/** Longest text shown, in characters; 100 000 is far above any honest value and takes under a millisecond. */
const maxLength = 100_000
/** Most values shown of one logged object, so that a giant one does not hold up the event loop. */
const maxValues = 10_000

const urlKeys = /^(url|uri|href|originalUrl|referer|referrer|location)$/i

/**
 * A copy of any value that JSON can hold and a log may show: secrets redacted by their key, circles, depth, breadth
 * and length bounded, and nothing that it meets (a getter or a `toJSON` that throws, a BigInt, a symbol) makes it
 * throw. Undefined and functions are left out, as in JSON.
 */
export function toPlain(value: unknown): Plain | undefined {
  return copy(value, { depth: 0, left: { values: maxValues }, parents: [] })
}

/** The same for the value of a key, which may make it a secret or a URL. */
export function toPlainField(key: string, value: unknown): Plain | undefined {
  return copyField(key, value, { depth: 0, left: { values: maxValues }, parents: [] })
}

/** At most so much of a text, with a note of what was cut. */
export function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… [${text.length} characters]`
}

interface Place {
  depth: number
  /** Shared by the whole walk. */
  left: { values: number }
  parents: readonly object[]
}

function copy(value: unknown, place: Place): Plain | undefined {
  switch (typeof value) {
    case 'string':
      return shorten(value)
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'boolean':
      return value
    case 'bigint':
      return shorten(value.toString())
    case 'symbol':
      return value.toString()
    case 'object':
      return value === null ? null : copyObjectSafely(value, place)
    default:
      return undefined
  }
}

function copyField(key: string, value: unknown, place: Place): Plain | undefined {
  if (isSecretKey(key) && value !== undefined && value !== null) return redacted
  if (typeof value === 'string' && urlKeys.test(key)) return shorten(redactUrl(shorten(value)))
  return copy(value, place)
}

function copyObjectSafely(value: object, place: Place): Plain | undefined {
  try {
    return copyObject(value, place)
  } catch (error) {
    return `[Thrown: ${error instanceof Error ? error.message : typeof error}]`
  }
}

function copyObject(value: object, { depth, left, parents }: Place): Plain | undefined {
  if (parents.includes(value)) return '[Circular]'
  if (depth >= maxDepth) return Array.isArray(value) ? '[Array]' : '[Object]'
  const inside: Place = { depth: depth + 1, left, parents: [...parents, value] }
  if (value instanceof Error) return copyError(value, inside)
  if (Array.isArray(value)) return copyList(value, value.length, inside)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Set) return copyList(value, value.size, inside)
  if (value instanceof Map) return copyEntries(value, inside)
  if (value instanceof RegExp) return String(value)
  const summary = summarizeRequest(value) ?? summarizeResponse(value)
  if (summary !== undefined) return summary
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), inside)
  return copyEntries(ownEntries(value), inside)
}

/** An error as pino's `errWithCause` shows it: type, message, stack, its own properties, causes and aggregated errors. */
function copyError(error: Error, place: Place): Plain {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  const fields: [string, unknown][] = [
    ['type', error.constructor?.name ?? error.name],
    ['message', error.message],
    ['stack', error.stack],
    ...ownProperties(error),
    ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]),
    ...(Array.isArray(errors) ? [['aggregateErrors', errors] as [string, unknown]] : [])
  ]
  return copyEntries(fields, place)
}

/** The properties that a program gave to an error, without those that every error has. */
export function ownProperties(error: Error): [string, unknown][] {
  const common = ['name', 'message', 'stack', 'cause', 'errors', 'type', 'aggregateErrors']
  return ownEntries(error).filter(([key]) => !common.includes(key))
}

function copyList(list: Iterable<unknown>, size: number, place: Place): Plain[] {
  const copies: Plain[] = []
  for (const item of list) {
    if (place.left.values-- <= 0) return [...copies, `[${size - copies.length} more]`]
    copies.push(copy(item, place) ?? null)
  }
  return copies
}

function copyEntries(entries: Iterable<[unknown, unknown]>, place: Place): Plain {
  const copies: Record<string, Plain> = {}
  for (const [key, value] of entries) {
    if (place.left.values-- <= 0) {
      copies['…'] = '[more]'
      break
    }
    const name = shorten(String(key))
    const plain = copyField(name, value, place)
    if (plain !== undefined) setOwn(copies, name, plain)
  }
  return copies
}

/** Sets a property whatever its name: a plain assignment to `__proto__` would be lost. */
function setOwn(target: object, key: string, value: Plain): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

function ownEntries(value: object): [string, unknown][] {
  return Object.keys(value).map((key) => [key, readSafely(value, key)])
}

function readSafely(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch (error) {
    return `[Thrown: ${error instanceof Error ? error.message : typeof error}]`
  }
}
