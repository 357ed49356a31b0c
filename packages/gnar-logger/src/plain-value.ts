import { type Redaction, redacted } from 'gnar-env'
import { summarizeRequest, summarizeResponse } from './http-summary.ts'

/** What JSON can hold. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** Depth to which values are shown; `[Object]` and `[Array]` take the place of anything deeper. */
const maxDepth = 8
/** Longest text shown, in characters; 100 000 is far above any real value and takes under a millisecond. */
const maxLength = 100_000
/** Most values shown of one logged object, so that a giant one does not block the event loop. */
const maxValues = 10_000
/** Most characters shown of one logged object, so that many long texts do not exceed the longest string of V8. */
const maxCharacters = 1_000_000

const urlKeys = /(url|uri|href|path|referer|referrer|location)$/i

/** How much may still be shown of one logged object, and what must not be shown at all. */
export interface Budget {
  values: number
  characters: number
  readonly redaction: Redaction
}

export function newBudget(redaction: Redaction): Budget {
  return { values: maxValues, characters: maxCharacters, redaction }
}

/**
 * A copy of any value that is safe to log as JSON: secrets redacted by their key; circles, depth, breadth and length
 * bounded. Never throws, whatever it meets (a getter or a `toJSON` that throws, a BigInt, a symbol). Skips undefined and
 * functions, as JSON does.
 */
export function toPlain(value: unknown, redaction: Redaction): Plain | undefined {
  return copy(value, { depth: 0, left: newBudget(redaction), parents: [] })
}

/** The same for the value of a key, whose name may mark it as a secret or a URL. */
export function toPlainField(key: string, value: unknown, left: Budget): Plain | undefined {
  return copyField(key, value, { depth: 0, left, parents: [] })
}

/** As much of a text as the budget allows. */
export function takeText(text: string, left: Budget): string {
  const shown = shorten(text, Math.min(maxLength, left.characters))
  left.characters = Math.max(0, left.characters - shown.length)
  return shown
}

/** The beginning of a text, with its full length where it is cut. */
export function shorten(text: string, length = maxLength): string {
  return text.length <= length ? text : `${text.slice(0, length)}… [${text.length} characters]`
}

interface Place {
  depth: number
  /** Shared by the whole walk. */
  left: Budget
  parents: readonly object[]
}

function copy(value: unknown, place: Place): Plain | undefined {
  switch (typeof value) {
    case 'string':
      return takeText(value, place.left)
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'boolean':
      return value
    case 'bigint':
      return takeText(value.toString(), place.left)
    case 'symbol':
      return takeText(value.toString(), place.left)
    case 'object':
      return value === null ? null : copyObjectSafely(value, place)
    default:
      return undefined
  }
}

function copyField(key: string, value: unknown, place: Place): Plain | undefined {
  const { isSecretKey, redactUrl } = place.left.redaction
  if (isSecretKey(key) && value !== undefined && value !== null) return redacted
  if (typeof value === 'string' && urlKeys.test(key)) return takeText(redactUrl(shorten(value)), place.left)
  return copy(value, place)
}

function copyObjectSafely(value: object, place: Place): Plain | undefined {
  try {
    return copyObject(value, place)
  } catch (error) {
    return takeText(thrownText(error), place.left)
  }
}

/** What takes the place of a value that cannot be read. */
export function thrownText(error: unknown): string {
  return `[Thrown: ${error instanceof Error ? error.message : typeof error}]`
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
  if (value instanceof RegExp) return takeText(String(value), left)
  if (value instanceof URL) return takeText(left.redaction.redactUrl(value.href), left)
  const summary = summarizeRequest(value, left.redaction) ?? summarizeResponse(value)
  if (summary !== undefined) return summary
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), inside)
  return copyEntries(ownEntries(value), inside)
}

function copyError(error: Error, place: Place): Plain {
  return copyEntries(errorEntries(error), place)
}

/** An error as pino's `errWithCause` shows it: type, message, stack, its own properties, causes and aggregated errors. */
function* errorEntries(error: Error): Generator<[string, unknown]> {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  yield ['type', error.constructor?.name ?? error.name]
  yield ['message', error.message]
  yield ['stack', error.stack]
  yield* ownProperties(error)
  if (cause !== undefined) yield ['cause', cause]
  if (Array.isArray(errors)) yield ['aggregateErrors', errors]
}

const common = ['name', 'message', 'stack', 'cause', 'errors', 'type', 'aggregateErrors']

/** The properties that a program added to an error, without those that every error has. */
export function* ownProperties(error: Error): Generator<[string, unknown]> {
  for (const entry of ownEntries(error)) if (!common.includes(entry[0])) yield entry
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
    const name = String(key)
    const plain = copyField(name, value, place)
    if (plain !== undefined) setOwn(copies, takeText(name, place.left), plain)
  }
  return copies
}

/** Sets a property of any name: a plain assignment to `__proto__` would be lost. */
function setOwn(target: object, key: string, value: Plain): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Lazily, since the budget may end the walk early. */
function* ownEntries(value: object): Generator<[string, unknown]> {
  for (const key of Object.keys(value)) yield [key, readSafely(value, key)]
}

function readSafely(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch (error) {
    return thrownText(error)
  }
}
