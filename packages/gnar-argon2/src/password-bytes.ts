import { toUSVString } from 'node:util'

/** Maximum length of a password in bytes: far longer than any real one, and still fast to hash. */
const maxBytes = 2 ** 20

/** Encodings of passwords; each has the same result as in Python. */
export const encodings = ['utf-8', 'latin1', 'utf-16le', 'ascii'] as const
export type Encoding = (typeof encodings)[number]

/** Python's other names for them, without case, spaces, hyphens and underscores. */
const pythonNames: Readonly<Record<Encoding, readonly string[]>> = {
  'utf-8': ['utf8', 'u8', 'utf', 'cp65001'],
  latin1: ['latin1', 'latin', 'l1', 'iso88591', '88591', '8859', 'cp819'],
  'utf-16le': ['utf16le', 'unicodelittleunmarked'],
  ascii: ['ascii', 'usascii', '646']
}

/** What an encoding cannot express. */
const unencodable: Partial<Record<Encoding, RegExp>> = { latin1: /[^\0-\xff]/, ascii: /[^\0-\x7f]/ }

/** The encoding that a name stands for in Python, such as `UTF8` or `iso-8859-1`; the name itself when it is unknown. */
export function toEncoding(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[\s_-]/g, '')
  return encodings.find((encoding) => pythonNames[encoding].includes(plain)) ?? name
}

/** Bytes of a password, or why it has none, as a phrase for an error. */
export type PasswordBytes = { bytes: Buffer } | { fault: string }

/** Encodes a password as Python does; a character that the encoding cannot express is never replaced. */
export function passwordBytes(plain: unknown, encoding: Encoding): PasswordBytes {
  if (typeof plain !== 'string')
    return { fault: 'it is not a string; require a string in the schema of the route' }
  if (plain !== toUSVString(plain))
    return { fault: 'it has half of a surrogate pair; let clients send valid Unicode' }
  if (unencodable[encoding]?.test(plain)) {
    return { fault: `it has a character that ${encoding} cannot express; set encoding to utf-8` }
  }
  const bytes = Buffer.from(plain, encoding)
  if (bytes.length <= maxBytes) return { bytes }
  return { fault: `it has ${bytes.length} bytes; limit it to ${maxBytes} in the schema of the route` }
}
