import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Cancellation } from './cancellation.ts'
import type { StreamedBody } from './streamed-body.ts'

/** One request as it goes out. */
export interface Outgoing {
  method: string
  origin: string
  /** Path and query. */
  path: string
  /** Names in lower case. */
  headers: Record<string, string | string[]>
  body: string | Buffer | StreamedBody | undefined
}

interface ResponseHead {
  status: number
  headers: IncomingHttpHeaders
}

/** Headers as Node's client gives them: `set-cookie` is a list, other repeated ones are joined. */
export function nodeHeaders(headers: Readonly<Record<string, unknown>>): IncomingHttpHeaders {
  if (areNodeHeaders(headers)) return headers
  const texts: Record<string, string | string[]> = {}
  for (const name in headers) {
    const value = headers[name]
    if (name === 'set-cookie') texts[name] = [value].flat().map(String)
    else texts[name] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return texts
}

/** True for most responses, whose headers need no copy. */
function areNodeHeaders(headers: Readonly<Record<string, unknown>>): headers is IncomingHttpHeaders {
  for (const name in headers) if (name === 'set-cookie' || typeof headers[name] !== 'string') return false
  return true
}

/** A response whose body was read. */
export interface WholeResponse extends ResponseHead {
  content: Buffer
}

/** A response whose body is still to be read. */
export interface OpenResponse extends ResponseHead {
  body: Readable
}

/** How a request gets its response: over connections, or within this process. */
export interface Transport {
  /** Sends a request and reads the whole response; rejects when the call is cancelled first. */
  read(outgoing: Outgoing, cancellation: Cancellation): Promise<WholeResponse>
  /** Sends a request and leaves the response body to be read. */
  stream(outgoing: Outgoing, cancellation: Cancellation): Promise<OpenResponse>
}

/** A response of more than `maxBodyBytes`. */
export class TooLarge extends Error {
  constructor(maxBodyBytes: number) {
    super(`its body is larger than ${maxBodyBytes} bytes (raise maxBodyBytes, or use stream)`)
  }
}
