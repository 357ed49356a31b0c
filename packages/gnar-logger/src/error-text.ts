import type { Redaction } from 'gnar-env'
import { newBudget, ownProperties, shorten, takeText, toPlain, toPlainField } from './plain-value.ts'

/** Deepest chain of causes that is shown. */
const maxDepth = 8
/** Longest text of the errors of one line, in characters. */
const maxLength = 100_000

/** Errors as several lines of text: their stacks, own properties, causes and aggregated errors with theirs. */
export function errorText(errors: readonly Error[], redaction: Redaction): string {
  const lines: string[] = []
  let length = 0
  for (const error of errors) {
    for (const line of describe(error, [], redaction)) {
      lines.push(shorten(line, maxLength - length))
      length += line.length + 1
      if (length > maxLength) return lines.join('\n')
    }
  }
  return lines.join('\n')
}

function* describe(error: Error, above: readonly Error[], redaction: Redaction): Generator<string> {
  if (above.includes(error)) return yield `[Circular: ${headline(error)}]`
  if (above.length >= maxDepth) return yield `[Error: ${headline(error)}]`
  const path = [...above, error]
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  yield* stack(error)
  yield* properties(error, redaction)
  if (cause !== undefined) yield* prefix('Caused by: ', cause, path, redaction)
  if (!Array.isArray(errors)) return
  for (const [index, one] of errors.entries()) yield* prefix(`[${index}] `, one, path, redaction)
}

function* prefix(
  label: string,
  value: unknown,
  path: readonly Error[],
  redaction: Redaction
): Generator<string> {
  if (!(value instanceof Error))
    return yield label + (JSON.stringify(toPlain(value, redaction)) ?? String(value))
  let before = label
  for (const line of describe(value, path, redaction)) {
    yield before + line
    before = ''
  }
}

/** The stack, or name and message where a program replaced the stack by something that is not text. */
function stack(error: Error): string[] {
  const { stack } = error as { stack?: unknown }
  return shorten(typeof stack === 'string' && stack !== '' ? stack : headline(error)).split('\n')
}

function headline(error: Error): string {
  return `${error.name}: ${error.message}`
}

function* properties(error: Error, redaction: Redaction): Generator<string> {
  const left = newBudget(redaction)
  const shown: string[] = []
  for (const [key, value] of ownProperties(error)) {
    if (left.values-- <= 0) break
    const plain = toPlainField(key, value, left)
    if (plain !== undefined) shown.push(`${takeText(key, left)}: ${JSON.stringify(plain)}`)
  }
  if (shown.length > 0) yield `{ ${shown.join(', ')} }`
}
