import { isUtf8 } from 'node:buffer'
import { InvalidTokenError } from './errors.ts'
import { parseStrictJson } from './strict-json.ts'

/** Maximum length of a token in characters; Node's own limit is 16 KiB for all headers together. */
export const maxTokenLength = 8192

/** Header members that name a key or change what is signed: only an attacker has a use for them here. */
const refusedMembers = ['crit', 'jwk', 'jku', 'x5u', 'x5c']

/** Beginnings of tokens by this package and PyJWT 2, and by PyJWT 1: their headers need no parsing. */
const usualBeginnings = ['{"alg":"HS256","typ":"JWT"}', '{"typ":"JWT","alg":"HS256"}'].map(
  (header) => `${encode(header)}.`
)

/**
 * Reads a token in the only form that RFC 7515 and RFC 8725 allow: three parts in canonical base64url, the first two
 * of them unambiguous JSON objects, with algorithm HS256. The signature is not checked here.
 *
 * @returns the payload, which is not yet trusted
 * @throws InvalidTokenError that names the fault
 */
export function readPayload(token: string): Record<string, unknown> {
  if (token.length > maxTokenLength) {
    throw new InvalidTokenError(`Token is longer than ${maxTokenLength} characters`)
  }
  const segments = token.split('.', 4)
  if (segments.length < 3) throw new InvalidTokenError('Not enough segments')
  if (segments.length > 3) throw new InvalidTokenError('Too many segments')
  const [header = '', payload = '', signature = ''] = segments
  if (!hasUsualHeader(token)) checkHeader(readObject('header', header))
  decode('crypto', signature)
  return readObject('payload', payload)
}

/** Whether a token begins with a header that needs no closer look. */
export function hasUsualHeader(token: string): boolean {
  return usualBeginnings.some((beginning) => token.startsWith(beginning))
}

/** Characters of an HS256 signature: 32 bytes in base64url. */
export const signatureLength = 43

function checkHeader(header: Record<string, unknown>): void {
  if (header.alg !== 'HS256') throw new InvalidTokenError('The specified alg value is not allowed')
  const refused = refusedMembers.find((name) => name in header)
  if (refused !== undefined) throw new InvalidTokenError(`The header ${refused} is not allowed`)
  const { typ = 'JWT' } = header
  const isAccessToken = typeof typ === 'string' && /^(application\/)?(at\+)?jwt$/i.test(typ)
  if (!isAccessToken) throw new InvalidTokenError('The specified typ value is not allowed')
}

function readObject(part: 'header' | 'payload', segment: string): Record<string, unknown> {
  const bytes = decode(part, segment)
  if (!isUtf8(bytes)) throw new InvalidTokenError(`Invalid ${part} string: must be UTF-8`)
  try {
    return parseStrictJson(bytes.toString())
  } catch (error) {
    throw new InvalidTokenError(`Invalid ${part} string: ${(error as Error).message}`)
  }
}

/** Base64url has several spellings of the same bytes; only the canonical one survives a round trip. */
function decode(part: 'header' | 'payload' | 'crypto', segment: string): Buffer {
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.toString('base64url') !== segment) throw new InvalidTokenError(`Invalid ${part} padding`)
  return bytes
}

/** Text as base64url. */
export function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
