/** What replaces a secret. */
export const redacted = '[Redacted]'

/** Decides what a log or an error must not show. */
export interface Redaction {
  /** Whether the value of a key is a secret, by the key's name alone. */
  isSecretKey(key: string): boolean
  /**
   * A URL, or a path with its query, that is safe to show: the values of query keys with a secret name and the
   * password before an `@` become `[Redacted]`.
   */
  redactUrl(url: string): string
}

/** Words that make a name secret, each also in the plural. Node's `rawHeaders` has the values of all headers in a list. */
const secretWords = [
  'password',
  'passwd',
  'secret',
  'token',
  'apiKey',
  'accessKey',
  'privateKey',
  'credential',
  'session',
  'sessionId',
  'jwt',
  'authorization',
  'cookie',
  'rawHeaders'
]

/** In names without word boundaries, such as `accesstoken`, a word counts at the end; but `possession` is not secret. */
const secretEnding = new RegExp(`(?:${secretWords.filter((word) => word !== 'session').join('|')})s?$`, 'i')

/** Longest key that is read as a name, in characters; a longer one is data, and its value is hidden. */
const maxKeyLength = 1000
/** Most keys that are remembered: looking one up takes 20 ns, splitting its name 280 ns (Node 20). */
const maxKnown = 1000

/**
 * @param words more words that make a name secret, such as `ssn` or `cardNumber`, in any case and with any separators
 */
export function createRedaction(words: readonly string[] = []): Redaction {
  const all = new Set([...secretWords, ...words].map((word) => splitWords(word).join('')))
  const longest = Math.max(...[...all].map(({ length }) => length)) + 1
  const known = new Map<string, boolean>()

  function isSecretKey(key: string): boolean {
    if (key.length > maxKeyLength) return true
    const found = known.get(key) ?? isSecretName(key)
    if (known.size < maxKnown) known.set(key, found)
    return found
  }

  function isSecretName(key: string): boolean {
    const parts = splitWords(key)
    return parts.some((part, index) => secretEnding.test(part) || beginsSecret(parts, index))
  }

  /** Joins words, so that `apiKey`, `api_key` and `APIKEY` are alike. */
  function beginsSecret(parts: readonly string[], first: number): boolean {
    let joined = ''
    for (let index = first; index < parts.length && joined.length < longest; index++) {
      joined += parts[index]
      if (all.has(joined) || (joined.endsWith('s') && all.has(joined.slice(0, -1)))) return true
    }
    return false
  }

  function redactPair(pair: string): string {
    const equals = pair.indexOf('=')
    if (equals === -1) return pair
    const name = pair.slice(0, equals)
    return decode(name)
      .split(/[[\].]+/)
      .some(isSecretKey)
      ? `${name}=${redacted}`
      : pair
  }

  return {
    isSecretKey,
    redactUrl(url) {
      const start = url.search(/[?#]/)
      if (url.startsWith('/') && start === -1) return url
      const safe = url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:)[^/?#]*@/i, `$1${redacted}@`)
      const query = safe.search(/[?#]/) + 1
      return query === 0 ? safe : safe.slice(0, query) + safe.slice(query).replace(/[^?&;#]+/g, redactPair)
    }
  }
}

const standard = createRedaction()

/**
 * Whether the value of a key must not be shown, since its name contains one of the words password, passwd, secret, token,
 * apiKey, accessKey, privateKey, credential, session, jwt, authorization or cookie, in camelCase, snake_case or
 * kebab-case and in any case.
 */
export function isSecretKey(key: string): boolean {
  return standard.isSecretKey(key)
}

/**
 * A URL, or a path with its query, that is safe to show: the values of query keys with a secret name (`token`,
 * `client_secret` …) and the password before an `@` become `[Redacted]`.
 */
export function redactUrl(url: string): string {
  return standard.redactUrl(url)
}

/** `GNAR_SQS_secretKey` as `gnar`, `sqs`, `secret`, `key`. */
function splitWords(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase())
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}
