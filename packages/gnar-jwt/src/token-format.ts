import { isUtf8 } from 'node:buffer'
import { InvalidTokenError } from './errors.ts'
import { parseStrictJson, writeAgain } from './strict-json.ts'

/** Longest token that is looked at, in characters; Node's own limit is 16 KiB for all headers together. */
export const maxTokenLength = 8192

/** Members of a header that name a key or change what is signed: nobody but an attacker has a use for them here. */
const refusedMembers = ['crit', 'jwk', 'jku', 'x5u', 'x5c']

/** The beginning with the header as this package and PyJWT 2 write it, and as PyJWT 1 does: no need to read them again. */
const usualBeginnings = ['{"alg":"HS256","typ":"JWT"}', '{"typ":"JWT","alg":"HS256"}'].map(
  (header) => `${encode(header)}.`
)

/**
 * Reads a token in the one form that RFC 7515 and RFC 8725 leave: three parts in canonical base64url, of which two are
 * JSON objects without ambiguity, with algorithm HS256. The signature is not checked here.
 *
 * @returns the payload, which is not to be trusted yet
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
  if (!beginsAsUsual(token)) checkHeader(readObject('header', header))
  decode('crypto', signature)
  return readObject('payload', payload)
}

/** Whether a token may be verified before it is read: not too long, and with a header that we would write ourselves. */
export function isUsual(token: string): boolean {
  return token.length <= maxTokenLength && beginsAsUsual(token)
}

/**
 * Whether a token of usual form holds this payload and nothing else, in the form that `readPayload` asks for: what is
 * written again as it was needs no closer look. False also where that takes one.
 */
export function isExactly(token: string, payload: object): boolean {
  const text = writeAgain(payload)
  if (text === undefined) return false
  const end = token.lastIndexOf('.')
  const isCanonical = token.length - end - 1 === signatureLength && lastOfSignature.includes(token.slice(-1))
  return isCanonical && token.slice(token.indexOf('.') + 1, end) === encode(text)
}

function beginsAsUsual(token: string): boolean {
  return usualBeginnings.some((beginning) => token.startsWith(beginning))
}

/** Characters of an HS256 signature: 32 bytes in base64url. */
export const signatureLength = 43

/** The last one stands for four bits, so that two of its own are zero. */
const lastOfSignature = 'AEIMQUYcgkosw048'

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

/** Base64url has several spellings of the same bytes; only the canonical one encodes to itself again. */
function decode(part: 'header' | 'payload' | 'crypto', segment: string): Buffer {
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.toString('base64url') !== segment) throw new InvalidTokenError(`Invalid ${part} padding`)
  return bytes
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
