import { BadHeaderError, MissingTokenError } from './errors.ts'

/**
 * The token of an `Authorization` header: `Bearer` in any case (RFC 9110), spaces, and exactly one token.
 *
 * @throws MissingTokenError, BadHeaderError
 */
export function readBearer(header: string | undefined): string {
  if (header === undefined || header === '') throw new MissingTokenError()
  const token = /^bearer +(\S+)$/i.exec(header)?.[1]
  if (token === undefined) throw new BadHeaderError()
  return token
}

/** Whether a request has no token at all: no header, one of another scheme, or `Bearer` with nothing after it. */
export function hasNoBearer(header: string | undefined): boolean {
  return header === undefined || !/^bearer\s+\S/i.test(header)
}
