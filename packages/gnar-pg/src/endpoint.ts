import { isIPv6 } from 'node:net'
import { checkWord, type Part, partOf } from './endpoint-words.ts'
import { type SslMode, sslModes } from './tls.ts'

/** The parts of an endpoint, as text; parts that it omits are absent. */
export type Endpoint = { [P in Exclude<Part, 'sslMode'>]?: string } & { sslMode?: SslMode }

/** Where one of the servers listens. */
export interface Host {
  host: string
  port: number
}

const forms = 'a host, host:port, socket directory, postgres:// URL or libpq words'

const defaultPort = '5432'

/**
 * Reads a host, `host:port`, a socket directory, a `postgres://` URL, or libpq words after a host.
 *
 * @throws Error whose message is the end of a sentence, never a part of the endpoint that could be secret
 */
export function parseEndpoint(text: string): Endpoint {
  const [, scheme] = /^\s*([\w+]+):\/\//.exec(text) ?? []
  if (scheme !== undefined && !/^postgres(ql)?$/i.test(scheme)) throw new Error(`must be ${forms}`)
  const endpoint = scheme === undefined ? parseWords(text) : parseUrl(text.trim())
  hostsOf(endpoint)
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

/** The servers of an endpoint, in the order in which they are tried. */
export function hostsOf({ host = '', hostAddress, port = defaultPort }: Endpoint): Host[] {
  if (host === '' && (hostAddress ?? '') === '') throw new Error('must name a host')
  const names = (hostAddress ?? host).split(',')
  const ports = port.split(',')
  if (ports.length !== 1 && ports.length !== names.length) {
    throw new Error(`must have one port, or as many as its ${names.length} hosts`)
  }
  return names.map((name, index) => {
    if (name === '') throw new Error('must name a host before and after each comma')
    if (!/^(\/.*|[\w.-]+|[\da-f:.]+(%\w+)?)$/i.test(name)) throw new Error(`must be ${forms}`)
    return { host: name, port: toPort((ports.length === 1 ? ports[0] : ports[index]) || defaultPort) }
  })
}

function toPort(port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536) return Number(port)
  throw new Error('must have a port from 1 to 65535')
}

/** User information, hosts, database and words; a part with an unencoded separator matches nowhere. */
const url = /^\w+:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^@/?#]*))?(?:\?([^@#]*))?$/

function parseUrl(text: string): Endpoint {
  const match = url.exec(text)
  if (match === null) {
    throw new Error(
      'must be a valid URL: percent-encode special characters of the password, such as %40 for @ and %2F for /'
    )
  }
  const [, user = '', hosts = '', database = '', query = ''] = match
  const [, username = '', password = ''] = /^([^:]*):?(.*)$/s.exec(user) ?? []
  const endpoint: Endpoint = {}
  for (const [part, value] of Object.entries({ database, username, password })) {
    if (value !== '') Object.assign(endpoint, { [part]: percentDecoded(value) })
  }
  if (hosts !== '') Object.assign(endpoint, parseHosts(percentDecoded(hosts)))
  for (const [word, value] of new URLSearchParams(query.replaceAll('+', '%2B')))
    setWord(endpoint, word, value)
  return endpoint
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('must be a valid URL: write a literal percent sign as %25')
  }
}

/** Hosts and words, or only words: `10.0.0.5 port=5433 options='-c geqo=off'`. */
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
    else if (first) Object.assign(endpoint, parseHosts(value))
    else throw new Error('must have words such as port=5433 after the host')
  }
  return endpoint
}

/** Hosts and their ports as the two lists that libpq's words have. */
function parseHosts(text: string): Endpoint {
  const parts = text.split(',').map(parseHost)
  const host = parts.map((part) => part.host).join(',')
  if (parts.every(({ port }) => port === undefined)) return { host }
  return { host, port: parts.map(({ port = defaultPort }) => port).join(',') }
}

function parseHost(text: string): { host: string; port?: string } {
  if (text.startsWith('/') || isIPv6(text)) return { host: text }
  const [, host = text, port] = /^(?:\[(?=.*\]))?([^\]]*?)\]?(?::([^:\]]*))?$/.exec(text) ?? []
  return port === undefined || port === '' ? { host } : { host, port }
}

function setWord(endpoint: Endpoint, word: string, value: string): void {
  checkWord(word, value)
  const part = partOf(word)
  if (part !== undefined) Object.assign(endpoint, { [part]: value })
}
