import { toUSVString } from 'node:util'

/** Longest password in bytes: far above any that a person has, far below what would take a noticeable time to hash. */
const maxBytes = 2 ** 20

export type Encoding = 'utf-8' | 'latin1' | 'utf-16le'

/** Bytes of a password, or why there are none, as a phrase for an error. */
export type PasswordBytes = { bytes: Buffer } | { fault: string }

/** Encodes a password as Python does with the same name of an encoding: what cannot be expressed is never replaced. */
export function passwordBytes(plain: unknown, encoding: Encoding): PasswordBytes {
  if (typeof plain !== 'string')
    return { fault: 'it is not text; require a string in the schema of the route' }
  if (plain !== toUSVString(plain))
    return { fault: 'it has half of a surrogate pair; let clients send valid Unicode' }
  if (encoding === 'latin1' && /[^\0-\xff]/.test(plain)) {
    return { fault: 'it has a character that latin1 cannot express; set encoding to utf-8' }
  }
  const bytes = Buffer.from(plain, encoding)
  if (bytes.length <= maxBytes) return { bytes }
  return { fault: `it has ${bytes.length} bytes; limit it to ${maxBytes} in the schema of the route` }
}
