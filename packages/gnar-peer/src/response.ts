import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { type CallFacts, describeCall, PeerNotJsonError, PeerStatusError, withFacts } from './errors.ts'

/** The status of a response, or what the header `x-gnar-status` of a successful one says about the failure in it. */
export function failureStatus({
  status,
  headers
}: Readonly<Pick<PeerResponse, 'status' | 'headers'>>): number {
  const own = headers['x-gnar-status']
  return status < 300 && typeof own === 'string' && /^[45]\d\d$/.test(own) ? Number(own) : status
}

/** The response to a call, read whole. */
export class PeerResponse {
  /** The status that was sent: 200 for a failure in gnar-errors' style `gnar`, see `failureStatus`. */
  readonly status: number
  /** Names in lower case; `set-cookie` is a list. */
  readonly headers: IncomingHttpHeaders
  /** The body's bytes, decompressed. */
  readonly content: Buffer
  /** The URL that responded, after redirects. */
  readonly url: string
  readonly #facts: CallFacts
  #text: string | undefined

  constructor(status: number, headers: IncomingHttpHeaders, content: Buffer, url: string, facts: CallFacts) {
    this.status = status
    this.headers = headers
    this.content = content
    this.url = url
    this.#facts = facts
  }

  /**
   * The status of the failure where a gnar service responds to it with 200 (gnar-errors' style `gnar`) and says its real
   * status in the header `x-gnar-status`; otherwise `status`.
   */
  get failureStatus(): number {
    return failureStatus(this)
  }

  /** Whether `failureStatus` is below 400, as in Python's requests. */
  get ok(): boolean {
    return this.failureStatus < 400
  }

  /** The body as text, in the charset that its header names, else UTF-8. */
  get text(): string {
    this.#text ??= decodeText(this.content, this.headers['content-type'])
    return this.#text
  }

  /**
   * The body as JSON.
   * @throws PeerNotJsonError with the status and the first characters, when it is not JSON
   */
  json<T = unknown>(): T {
    try {
      return JSON.parse(this.text) as T
    } catch (cause) {
      const facts = this.#facts
      const error = new PeerNotJsonError(describeCall(facts), this.status, beginning(this.text), { cause })
      throw withFacts(error, facts)
    }
  }

  /**
   * Returns the response, so that calls can be chained.
   * @throws PeerStatusError, with status 502, when `failureStatus` is 4xx or 5xx
   */
  raiseForStatus(): this {
    if (this.ok) return this
    throw statusError(this.#facts, this.failureStatus, beginning(this.text))
  }
}

/** The response to a call with `stream: true`. */
export class StreamedResponse {
  /** The status that was sent: 200 for a failure in gnar-errors' style `gnar`, see `failureStatus`. */
  readonly status: number
  /** Names in lower case; `set-cookie` is a list. */
  readonly headers: IncomingHttpHeaders
  /** The body, decompressed; read it to its end or destroy it, since it holds a connection. */
  readonly body: Readable
  /** The URL that responded, after redirects. */
  readonly url: string
  readonly #facts: CallFacts

  constructor(status: number, headers: IncomingHttpHeaders, body: Readable, url: string, facts: CallFacts) {
    this.status = status
    this.headers = headers
    this.body = body
    this.url = url
    this.#facts = facts
  }

  /**
   * The status of the failure where a gnar service responds to it with 200 (gnar-errors' style `gnar`) and says its real
   * status in the header `x-gnar-status`; otherwise `status`.
   */
  get failureStatus(): number {
    return failureStatus(this)
  }

  /** Whether `failureStatus` is below 400, as in Python's requests. */
  get ok(): boolean {
    return this.failureStatus < 400
  }

  /**
   * Returns the response, so that calls can be chained.
   * @throws PeerStatusError, with status 502, when `failureStatus` is 4xx or 5xx; the body is destroyed
   */
  raiseForStatus(): this {
    if (this.ok) return this
    this.body.destroy()
    throw statusError(this.#facts, this.failureStatus, '(not read)')
  }
}

function statusError(facts: CallFacts, status: number, body: string) {
  const error = withFacts(new PeerStatusError(describeCall(facts), status, body), facts)
  return Object.assign(error, { peerStatus: status })
}

/** The first 100 characters of a body, quoted, so that they cannot forge a log line. */
function beginning(text: string): string {
  return text === '' ? '(empty)' : JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}

function decodeText(content: Buffer, contentType: string | undefined): string {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8'
  if (charset === 'utf-8' || charset === 'utf8') return withoutMark(content.toString())
  try {
    return new TextDecoder(charset).decode(content)
  } catch {
    return withoutMark(content.toString())
  }
}

/** Without the byte order mark, which JSON.parse refuses. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
