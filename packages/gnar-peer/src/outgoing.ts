import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { CallOptions, HeaderValues } from './call-options.ts'
import { PeerUsageError } from './errors.ts'
import { plainObject, withParams } from './query.ts'
import type { RequestBody } from './request-body.ts'
import { StreamedBody } from './streamed-body.ts'
import type { Outgoing } from './transport.ts'

/** Methods that need no check. */
const usual: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Headers that belong to the connection, not to the call. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade'
])

/**
 * The request that a call sends.
 *
 * @param target where it goes: the origin, the path with its query, and default headers
 * @throws PeerUsageError when the options cannot be sent
 */
export function buildOutgoing(
  method: string,
  target: Pick<Outgoing, 'origin' | 'path' | 'headers'>,
  body: RequestBody | undefined,
  options: CallOptions
): Outgoing {
  const { headers, origin } = target
  const { auth, cookies } = options
  if (body?.contentType !== undefined) headers['content-type'] = body.contentType
  const streamed = body?.content instanceof StreamedBody ? body.content : undefined
  if (streamed?.length !== undefined) headers['content-length'] = String(streamed.length)
  const mayHaveLength = streamed !== undefined && streamed.length === undefined
  if (options.headers !== undefined) addHeaders(headers, options.headers, mayHaveLength)
  if (cookies !== undefined && headers.cookie === undefined) headers.cookie = cookieHeader(cookies)
  if (auth !== undefined) headers.authorization = basic(auth[0], auth[1])
  const path = withParams(target.path, options.params)
  return { method: checkMethod(method), origin, path, headers, body: body?.content }
}

/** The header of Basic authentication, in Latin-1 as requests sends it where possible, else in UTF-8. */
export function basic(username: string, password: string): string {
  const credentials = `${username}:${password}`
  const encoding = /^[\0-\xff]*$/.test(credentials) ? 'latin1' : 'utf8'
  return `Basic ${Buffer.from(credentials, encoding).toString('base64')}`
}

function addHeaders(
  headers: Record<string, string | string[]>,
  given: HeaderValues,
  mayHaveLength: boolean
): void {
  for (const [name, value] of Object.entries(plainObject(given, 'headers'))) {
    const key = name.toLowerCase()
    if (value === undefined) continue
    if (value === null) {
      delete headers[key]
      continue
    }
    // Only the caller knows the length of a stream, and some servers require it.
    if (ofTheConnection.has(key) && !(mayHaveLength && key === 'content-length')) {
      throw new PeerUsageError(`header ${key} is set by the connection itself`)
    }
    headers[key] = Array.isArray(value)
      ? value.map((item) => checkHeader(key, item))
      : checkHeader(key, value)
  }
}

function checkHeader(name: string, value: unknown): string {
  const subject = `header ${JSON.stringify(name)} of a call`
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new PeerUsageError(`${subject} must be text, a number or a list of these`)
  }
  const text = String(value)
  try {
    validateHeaderName(name)
    validateHeaderValue(name, text)
  } catch {
    throw new PeerUsageError(
      `${subject} has characters that are not allowed in a header, such as line breaks`
    )
  }
  return text
}

function cookieHeader(cookies: NonNullable<CallOptions['cookies']>): string {
  const fields = Object.entries(plainObject(cookies, 'cookies')).filter(
    ([, value]) => value !== null && value !== undefined
  )
  for (const [name, value] of fields) {
    if (/[^\x21-\x7e]|[=;,]/.test(name) || /[^\x20-\x7e]|;/.test(String(value))) {
      throw new PeerUsageError(
        `cookie ${JSON.stringify(name)} has characters that are not allowed in a cookie`
      )
    }
  }
  return fields.map(([name, value]) => `${name}=${value}`).join('; ')
}

function checkMethod(method: string): string {
  if (usual.has(method)) return method
  const upper = typeof method === 'string' ? method.toUpperCase() : ''
  if (!/^[A-Z-]+$/.test(upper) || upper === 'CONNECT' || upper === 'TRACE') {
    throw new PeerUsageError(`${JSON.stringify(method)} is not a method that a call can use`)
  }
  return upper
}
