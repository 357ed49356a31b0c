import { isIPv6 } from 'node:net'
import { type SslMode, sslModes } from './tls.ts'

/** The parts of an endpoint, as text; parts that it omits are absent. */
export interface Endpoint {
  host?: string
  port?: string
  database?: string
  username?: string
  password?: string
  sslMode?: SslMode
  sslRootCert?: string
  sslCert?: string
  sslKey?: string
  applicationName?: string
  options?: string
}

/** libpq's keywords (PostgreSQL manual, 32.1.2) and the part that each sets. */
const words: Readonly<Record<string, keyof Endpoint>> = {
  host: 'host',
  hostaddr: 'host',
  port: 'port',
  dbname: 'database',
  user: 'username',
  password: 'password',
  sslmode: 'sslMode',
  sslrootcert: 'sslRootCert',
  sslcert: 'sslCert',
  sslkey: 'sslKey',
  application_name: 'applicationName',
  options: 'options'
}

const forms = 'a host, host:port, socket directory, postgres:// URL or libpq words'

/** Words without effect, because the plugin's own timeouts and keep-alive apply. */
const ignored: readonly string[] = [
  'connect_timeout',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout'
]

/**
 * Reads a host, `host:port`, a socket directory, a `postgres://` URL, or libpq words after a host.
 *
 * @throws Error whose message is the end of a sentence, never a part of the endpoint that could be secret
 */
export function parseEndpoint(text: string): Endpoint {
  const [, scheme] = /^\s*([\w+]+):\/\//.exec(text) ?? []
  if (scheme !== undefined && !/^postgres(ql)?$/i.test(scheme)) throw new Error(`must be ${forms}`)
  const endpoint = scheme === undefined ? parseWords(text) : parseUrl(text.trim())
  const { host = '', port } = endpoint
  if (host === '') throw new Error('must name a host')
  if (host.includes(',')) throw new Error('must name one host, not a list')
  if (!/^(\/.*|[\w.-]+|[\da-f:.]+(%\w+)?)$/i.test(host)) {
    throw new Error(`must be ${forms}`)
  }
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)) {
    throw new Error('must have a port from 1 to 65535')
  }
  const { sslMode } = endpoint
  if (sslMode !== undefined && !sslModes.includes(sslMode)) {
    throw new Error(`must have an sslmode of ${sslModes.join(', ')}`)
  }
  return endpoint
}

/** What is wrong with an endpoint, as the end of a sentence; undefined when nothing is. */
export function endpointFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text'
  try {
    parseEndpoint(value)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function parseUrl(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined
  // After an unencoded / or # in a password, the rest of it would be taken for the name of the database.
  if (url === undefined || /[@/]/.test(url.pathname.slice(1)) || url.hash !== '') {
    throw new Error(
      'must be a valid URL: percent-encode special characters of the password, such as %40 for @ and %2F for /'
    )
  }
  const endpoint: Endpoint = {}
  const parts = {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port,
    database: url.pathname.slice(1),
    username: url.username,
    password: url.password
  }
  for (const [part, value] of Object.entries(parts)) {
    if (value !== '') Object.assign(endpoint, { [part]: percentDecoded(value) })
  }
  for (const [word, value] of url.searchParams) setWord(endpoint, word, value)
  return endpoint
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('must be a valid URL: write a literal percent sign as %25')
  }
}

/** A host and words, or only words: `10.0.0.5 port=5433 options='-c geqo=off'`. */
function parseWords(text: string): Endpoint {
  const endpoint: Endpoint = {}
  const token = /\s*(?:(\w+)\s*=\s*)?('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)+)(?=\s|$)/gy
  const rest = text.trimEnd()
  while (token.lastIndex < rest.length) {
    const first = token.lastIndex === 0
    const match = token.exec(rest)
    if (match === null) throw new Error("must be words such as port=5433, values with spaces in '…'")
    const [, word, quoted = ''] = match
    const value = quoted.replace(/^'(.*)'$/s, '$1').replaceAll(/\\(.)/gs, '$1')
    if (word !== undefined) setWord(endpoint, word, value)
    else if (first) Object.assign(endpoint, parseHost(value))
    else throw new Error('must have words such as port=5433 after the host')
  }
  return endpoint
}

function parseHost(text: string): Endpoint {
  if (text.startsWith('/') || isIPv6(text)) return { host: text }
  const [, host = text, port] = /^(?:\[(?=.*\]))?([^\]]*?)\]?(?::([^:\]]*))?$/.exec(text) ?? []
  return port === undefined ? { host } : { host, port }
}

function setWord(endpoint: Endpoint, word: string, value: string): void {
  const part = words[word]
  if (part !== undefined) Object.assign(endpoint, { [part]: value })
  else if (!ignored.includes(word)) {
    // The word itself may be part of an unquoted password.
    throw new Error(`must use only the words ${Object.keys(words).join(', ')}`)
  }
}
