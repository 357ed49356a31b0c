import { isSecretKey } from './secret-key.ts'

/** What stands in a log line in place of a secret. */
export const redacted = '[Redacted]'

/**
 * A URL, or a path with its query, fit to be logged: the value of each query key with a secret name (`token`,
 * `password`, `client_secret` …) and the password before an `@` become `[Redacted]`; all else stays as it is.
 */
export function redactUrl(url: string): string {
  if (url.startsWith('/') && !url.includes('?')) return url
  const safe = url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:)[^/?#]*@/i, `$1${redacted}@`)
  const start = safe.indexOf('?')
  return start === -1
    ? safe
    : safe.slice(0, start + 1) + safe.slice(start + 1).replace(/[^&;#]+/g, redactPair)
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals === -1) return pair
  const names = decode(pair.slice(0, equals)).split(/[[\].]+/)
  return names.some(isSecretKey) ? `${pair.slice(0, equals)}=${redacted}` : pair
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' ')).trim()
  } catch {
    return name
  }
}
