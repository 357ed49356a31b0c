import { longestTimerMs, nearest } from 'gnar-env'
import { PeerUsageError } from './errors.ts'
import type { Params, Scalar } from './query.ts'
import type { ByteStream } from './streamed-body.ts'

/** Header values; null and undefined drop the header. */
export type HeaderValues = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** A body: text, bytes, a stream of these, or the fields of a form. */
export type Data = string | ArrayBufferView | ArrayBuffer | Blob | ByteStream | Exclude<Params, string>

/** Content of a file of a multipart form. */
export type FileContent = string | ArrayBufferView | ArrayBuffer | Blob | ByteStream

/** A file of a multipart form: its content, or `[filename, content, contentType]`. */
export type FileValue =
  | FileContent
  | readonly [filename: string, content: FileContent, contentType?: string | undefined]

/** Options of every call, named as in Python's requests, which the original uses. */
export interface CallOptions {
  /** Query parameters; encoded as requests does it. */
  params?: Params | null | undefined
  headers?: HeaderValues | undefined
  /** The body: text, bytes and streams as they are, an object as a form. */
  data?: Data | null | undefined
  /** The body as JSON. */
  json?: unknown
  /** Files of a multipart form, by field; `data` then contains its other fields. */
  files?: Readonly<Record<string, FileValue | readonly FileValue[]>> | undefined
  cookies?: Readonly<Record<string, Scalar>> | undefined
  /** User name and password for Basic authentication. */
  auth?: readonly [username: string, password: string] | undefined
  /** Leaves the body unread, as the stream `body`; read it to its end or destroy it. */
  stream?: boolean | undefined
  /** Whether redirects are followed. Default true, for `head` false. */
  allowRedirects?: boolean | undefined
  /** Aborts the call. */
  signal?: AbortSignal | undefined
  /** Milliseconds for the whole call; with `stream`, until the headers and then between two chunks of the body. */
  timeoutMs?: number | undefined
  /** Maximum number of retries when the method is idempotent; a streamed body is never sent twice. */
  retries?: number | undefined
}

/** Options of a call to a peer. */
export interface PeerCallOptions extends CallOptions {
  /** Adds a Bearer token for the current identity, when the current route is protected; only on `request.peer`. */
  autoAuth?: boolean | undefined
}

/** Options of a call to a service outside the fleet. */
export interface ExternalCallOptions extends CallOptions {
  /** The only hosts that this call and its redirects may reach, such as `api.example.com` or `*.example.com`. */
  allowedHosts?: readonly string[] | undefined
  /** Refuses addresses that are not on the public internet, after DNS and after every redirect. */
  blockPrivateAddresses?: boolean | undefined
}

const common = [
  'params',
  'headers',
  'data',
  'json',
  'files',
  'cookies',
  'auth',
  'stream',
  'allowRedirects',
  'signal',
  'timeoutMs',
  'retries',
  'autoAuth'
] as const
const ofExternal = [...common, 'allowedHosts', 'blockPrivateAddresses'] as const
const known = { peer: new Set<string>(common), external: new Set<string>(ofExternal) }

/** The name of an option of a call. */
export type OptionName = (typeof ofExternal)[number]

/** Whether a name is that of an option of some call. */
export function isOptionName(name: string): boolean {
  return known.external.has(name)
}

/** Options that take only true or false; text such as `'false'` would otherwise count as true. */
const switches = ['stream', 'allowRedirects', 'autoAuth', 'blockPrivateAddresses'] as const

const ofThePeer = 'is a setting of the peer, not of a call: set it with the address in option peers, as'
/** Options of Python's requests that have a different place or unit here. */
const elsewhere: Readonly<Record<string, string>> = {
  timeout: 'is in seconds in Python and has no unit in its name: use timeoutMs (milliseconds)',
  verify: `${ofThePeer} tls: { ca } or tls: { rejectUnauthorized: false }`,
  cert: `${ofThePeer} tls: { cert, key }`,
  proxies: `${ofThePeer} proxy: 'http://proxy:3128'; external reads HTTP_PROXY and HTTPS_PROXY`
}

/** @throws PeerUsageError that names the first option that is unknown or has the wrong type */
export function checkOptions(
  options: PeerCallOptions & ExternalCallOptions,
  kind: 'peer' | 'external'
): void {
  if (typeof options !== 'object') throw new PeerUsageError('the options of a call must be an object')
  for (const key in options) {
    if (!known[kind].has(key)) throw new PeerUsageError(unknownOption(key, kind))
  }
  for (const key of switches) {
    const value = options[key]
    if (value !== undefined && typeof value !== 'boolean') {
      throw new PeerUsageError(`${key} of a call must be true or false`)
    }
  }
  const { timeoutMs, retries, signal, auth, autoAuth } = options
  if (
    timeoutMs !== undefined &&
    !(Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= longestTimerMs)
  ) {
    throw new PeerUsageError(
      `timeoutMs of a call must be a whole number of milliseconds from 1 to ${longestTimerMs}`
    )
  }
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0)) {
    throw new PeerUsageError('retries of a call must be a whole number of at least 0')
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new PeerUsageError('signal of a call must be an AbortSignal')
  }
  if (auth !== undefined && !isPairOfTexts(auth)) {
    throw new PeerUsageError('auth of a call must be a user name and a password: [username, password]')
  }
  if (autoAuth === true && kind === 'external') {
    throw new PeerUsageError('autoAuth is for peers only: a token of this fleet is never sent outside it')
  }
}

function isPairOfTexts(auth: unknown): boolean {
  return Array.isArray(auth) && auth.length === 2 && auth.every((word) => typeof word === 'string')
}

function unknownOption(key: string, kind: 'peer' | 'external'): string {
  const advice = elsewhere[key]
  if (advice !== undefined) return `option ${key} of a call ${advice}`
  const words = [...known[kind]]
  const word = nearest(key, words)
  return `unknown option "${key}" of a call: ${word === undefined ? `valid options are ${words.join(', ')}` : `did you mean "${word}"?`}`
}
