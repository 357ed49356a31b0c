import { NulCharacterError } from './errors.ts'
import type { Statement } from './statement.ts'
import { codeOf } from './translate-error.ts'

/** The server's error of text, and of JSON, with the one character that it cannot store. */
const codes: readonly string[] = ['22021', '22P05']

/** Turns the server's error of a NUL character into one for the client, since anybody can send it. */
export function nulCharacterError({ text, values = [] }: Statement, error: unknown): Error | undefined {
  if (!codes.includes(codeOf(error))) return undefined
  const index = values.findIndex(containsNul)
  if (index === -1) return undefined
  return new NulCharacterError(fieldOf(text, index + 1) ?? `parameter $${index + 1}`, { cause: error })
}

function containsNul(value: unknown): boolean {
  if (typeof value === 'string') return /\0|\\u0000/.test(value)
  return typeof value === 'object' && value !== null && (JSON.stringify(value) ?? '').includes('\\u0000')
}

/** The column that a parameter is compared with or inserted into, where the text shows it. */
function fieldOf(text: string, parameter: number): string | undefined {
  const compared = new RegExp(`(\\w+)"?\\s*(?:=|<>|~|\\bi?like\\b)\\s*\\$${parameter}(?!\\d)`, 'i').exec(text)
  if (compared !== null) return compared[1]
  const [, columns = '', row = ''] =
    /\binsert\s+into\s[^(]*\(([^)]*)\)\s*values\s*\(([^)]*)\)/i.exec(text) ?? []
  const place = row.split(',').findIndex((item) => item.trim().split('::', 1)[0] === `$${parameter}`)
  return place === -1 ? undefined : columns.split(',')[place]?.trim().replaceAll('"', '')
}
