import type { Redaction } from 'gnar-env'
import { newBudget, type Plain, takeText, thrownText, toPlainField } from './plain-value.ts'

/** pino's serializers, by the key of the field. */
export type Serializers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>

/**
 * The fields of a logged object: serialized, then redacted and bounded.
 *
 * @param errorsApart whether errors are returned in a list instead of among the fields
 */
export function readFields(
  given: object,
  serializers: Serializers,
  redaction: Redaction,
  errorsApart: boolean
): { fields: Record<string, Plain>; errors: Error[] } {
  const fields: Record<string, Plain> = {}
  const errors: Error[] = []
  const left = newBudget(redaction)
  for (const key of Object.keys(given)) {
    if (left.values-- <= 0) {
      fields['…'] = '[more]'
      break
    }
    const value = read(given, key, serializers[key])
    if (errorsApart && value instanceof Error) {
      errors.push(value)
      continue
    }
    const plain = toPlainField(key, value, left)
    if (plain !== undefined) fields[takeText(key, left)] = plain
  }
  return { fields, errors }
}

function read(given: object, key: string, serialize: Serializers[string]): unknown {
  try {
    const value = (given as Record<string, unknown>)[key]
    return serialize === undefined ? value : serialize(value)
  } catch (error) {
    return thrownText(error)
  }
}
