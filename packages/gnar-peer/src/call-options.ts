import { longestTimerMs, nearest } from 'gnar-env'
import { PeerUsageError } from './errors.ts'
import type { Params, Scalar } from './query.ts'

/** Header values; null and undefined drop the header. */
export type HeaderValues = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** A body: text, bytes, or the fields of a form. */
export type Data = string | Uint8Array | ArrayBuffer | Exclude<Params, string>

/** A file of a multipart form: its content, or `[filename, content, contentType]`. */
export type FileValue =
  | string
  | Uint8Array
  | Blob
  | readonly [filename: string, content: string | Uint8Array | Blob, contentType?: string]

/** Options of every call, under the names that the original's requests library gives them. */
export interface CallOptions {
  /** Query parameters; encoded as requests does it. */
  params?: Params | null | undefined
  headers?: HeaderValues | undefined
  /** The body: text or bytes as they are, an object as a form. */
  data?: Data | null | undefined
  /** The body as JSON. */
  json?: unknown
  /** Files of a multipart form, by field; `data` then holds its other fields. */
  files?: Readonly<Record<string, FileValue | readonly FileValue[]>> | undefined
  cookies?: Readonly<Record<string, Scalar>> | undefined
  /** User name and password for Basic authentication. */
  auth?: readonly [username: string, password: string] | undefined
  /** Leaves the body unread, as the stream `body`; read it to its end or destroy it. */
  stream?: boolean | undefined
  /** Whether redirects are followed. Default true, for `head` false. */
  allowRedirects?: boolean | undefined
  /** Gives up the call when aborted. */
  signal?: AbortSignal | undefined
  /** Milliseconds for the whole call; with `stream`, until the headers and then between two pieces of the body. */
  timeoutMs?: number | undefined
  /** Further attempts when the method is idempotent. */
  retries?: number | undefined
}

/** Options of a call to a peer. */
export interface PeerCallOptions extends CallOptions {
  /** Adds a Bearer token for the current identity, when the current route is protected; only on `request.peer`. */
  autoAuth?: boolean | undefined
}

/** Options of a call to the outside. */
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
]
const known = {
  peer: new Set(common),
  external: new Set([...common, 'allowedHosts', 'blockPrivateAddresses'])
}
/** Options that are on or off, where text such as `'false'` would be on. */
const switches = ['stream', 'allowRedirects', 'autoAuth', 'blockPrivateAddresses'] as const

const ofThePeer = 'is a setting of the peer, not of a call: put it beside the address in option peers, as'
/** Options of Python's requests that have another place or another unit here. */
const elsewhere: Readonly<Record<string, string>> = {
  timeout: 'is in seconds in Python and has no unit in its name: use timeoutMs, in milliseconds',
  verify: `${ofThePeer} tls: { ca } or tls: { rejectUnauthorized: false }`,
  cert: `${ofThePeer} tls: { cert, key }`,
  proxies: `${ofThePeer} proxy: 'http://proxy:3128'; external takes HTTP_PROXY and HTTPS_PROXY from the environment`
}

/** @throws PeerUsageError that names the first option that a call does not have, or that has the wrong type */
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
    throw new PeerUsageError('retries of a call must be a whole number from 0')
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new PeerUsageError('signal of a call must be an AbortSignal')
  }
  if (auth !== undefined && !isPairOfTexts(auth)) {
    throw new PeerUsageError('auth of a call must be a user name and a password: [username, password]')
  }
  if (autoAuth === true && kind === 'external') {
    throw new PeerUsageError('autoAuth is for peers: a token of this fleet is never sent to the outside')
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
