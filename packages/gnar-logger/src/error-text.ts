import { ownProperties, shorten, toPlainField } from './plain-value.ts'

/** Deepest chain of causes that is shown. */
const maxDepth = 8

/** An error as text of many lines: its stack, its own properties, its causes and aggregated errors with theirs. */
export function errorText(error: Error): string {
  return shorten(describe(error, []).join('\n'))
}

function describe(error: Error, above: readonly Error[]): string[] {
  if (above.includes(error)) return [`[Circular: ${headline(error)}]`]
  if (above.length >= maxDepth) return [`[Error: ${headline(error)}]`]
  const path = [...above, error]
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  return [
    ...stack(error),
    ...properties(error),
    ...(cause === undefined ? [] : prefix('Caused by: ', cause, path)),
    ...(Array.isArray(errors) ? errors.flatMap((one, index) => prefix(`[${index}] `, one, path)) : [])
  ]
}

function prefix(label: string, value: unknown, path: readonly Error[]): string[] {
  const [first = '', ...rest] =
    value instanceof Error
      ? describe(value, path)
      : [JSON.stringify(toPlainField('', value)) ?? String(value)]
  return [label + first, ...rest]
}

/** A stack that was assigned or tampered with may be no text; then name and message. */
function stack(error: Error): string[] {
  const { stack } = error as { stack?: unknown }
  return shorten(typeof stack === 'string' && stack !== '' ? stack : headline(error)).split('\n')
}

function headline(error: Error): string {
  return `${error.name}: ${error.message}`
}

function properties(error: Error): string[] {
  const shown = ownProperties(error).flatMap(([key, value]) => {
    const plain = toPlainField(key, value)
    return plain === undefined ? [] : [`${key}: ${JSON.stringify(plain)}`]
  })
  return shown.length === 0 ? [] : [`{ ${shown.join(', ')} }`]
}
