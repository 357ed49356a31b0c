import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Stop } from './stop.ts'

/** One request as it goes out. */
export interface Outgoing {
  method: string
  origin: string
  /** Path and query. */
  path: string
  /** Names in lower case. */
  headers: Record<string, string | string[]>
  body: string | Buffer | undefined
}

interface AnswerHead {
  status: number
  headers: IncomingHttpHeaders
}

/** Headers as Node's own client gives them: `set-cookie` is a list, others that repeat are joined. */
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

/** True of most answers, whose headers need no copy. */
function areNodeHeaders(headers: Readonly<Record<string, unknown>>): headers is IncomingHttpHeaders {
  for (const name in headers) if (name === 'set-cookie' || typeof headers[name] !== 'string') return false
  return true
}

/** An answer whose body was read. */
export interface WholeAnswer extends AnswerHead {
  content: Buffer
}

/** An answer whose body is still to be read. */
export interface OpenAnswer extends AnswerHead {
  body: Readable
}

/** How one request gets its answer: over connections, or within this process. */
export interface Transport {
  /** Sends a request and reads the answer whole; rejects when the call is stopped meanwhile. */
  read(outgoing: Outgoing, stop: Stop): Promise<WholeAnswer>
  /** Sends a request and leaves the body to be read. */
  stream(outgoing: Outgoing, stop: Stop): Promise<OpenAnswer>
}

/** An answer of more bytes than `maxBodyBytes`. */
export class TooLarge extends Error {
  constructor(maxBodyBytes: number) {
    super(`its body is larger than ${maxBodyBytes} bytes (raise maxBodyBytes, or use stream)`)
  }
}
