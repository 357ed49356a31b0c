import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { PluginValues } from 'gnar-env'
import type { Dispatcher } from 'undici'
import { addressFromEnvironment, toOrigin } from './address.ts'
import { ConnectionTransport } from './connection-transport.ts'
import { PeerUsageError } from './errors.ts'
import { InjectTransport } from './inject-transport.ts'
import { OpenCalls } from './open-calls.ts'
import { isInstance, type PeerSettings } from './peers-option.ts'
import type { settings } from './settings.ts'
import type { Transport } from './transport.ts'
import { publicLookup } from './url-guard.ts'

export type Values = PluginValues<typeof settings>

/** A peer with a known address. */
export interface Peer {
  name: string
  origin: string
  transport: Transport
}

/** Every connection, and the calls that use them. */
export class Connections {
  readonly openCalls = new OpenCalls()
  /** To external hosts, through the environment's proxies. */
  readonly open: Transport
  /** To public addresses only, without a proxy: what a proxy connects to cannot be checked. */
  readonly guarded: Transport
  readonly #values: Values
  readonly #peers = new Map<string, Peer>()
  readonly #dispatchers: Promise<Dispatcher>[] = []

  constructor(values: Values) {
    this.#values = values
    this.open = this.#transport(() => openAgent(values))
    this.guarded = this.#transport(() => guardedAgent(values))
  }

  /** @throws ConfigurationError when neither the option nor the environment has the peer's address */
  peer(name: string): Peer {
    const known = this.#peers.get(name)
    if (known !== undefined) return known
    const peer = this.#find(name)
    this.#peers.set(name, peer)
    return peer
  }

  /** Cancels every open call and closes every connection. */
  async close(): Promise<void> {
    this.openCalls.close()
    const dispatchers = await Promise.allSettled(this.#dispatchers)
    await Promise.all(
      dispatchers.map((dispatcher) => dispatcher.status === 'fulfilled' && dispatcher.value.destroy())
    )
  }

  #find(name: string): Peer {
    const { peers = {}, maxBodyBytes } = this.#values
    const option = Object.hasOwn(peers, name) ? peers[name] : undefined
    if (option === undefined || option === true)
      return this.#remote(name, { address: addressFromEnvironment(name, this.#values) })
    if (typeof option === 'string') return this.#remote(name, { address: option })
    if (!isInstance(option)) return this.#remote(name, option)
    return {
      name,
      origin: 'http://localhost',
      transport: new InjectTransport(option as FastifyInstance, maxBodyBytes)
    }
  }

  #remote(name: string, peer: PeerSettings): Peer {
    const origin = toOrigin(peer.address)
    return { name, origin, transport: this.#transport(() => peerPool(origin, peer, this.#values)) }
  }

  #transport(connect: () => Promise<Dispatcher>): Transport {
    const remembered = () => {
      const dispatcher = connect()
      this.#dispatchers.push(dispatcher)
      return dispatcher
    }
    return new ConnectionTransport(remembered, this.#values.maxBodyBytes)
  }
}

async function peerPool(origin: string, { tls, proxy }: PeerSettings, values: Values): Promise<Dispatcher> {
  const undici = await import('undici')
  const { maxConnections: connections, connectTimeoutMs: timeout } = values
  if (proxy === undefined) return new undici.Pool(origin, { connections, connect: { ...tls, timeout } })
  const { hostname } = new URL(origin)
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { servername: hostname } : {}
  const requestTls = { ...named, ...tls, timeout }
  return new undici.ProxyAgent({ ...proxied(undici, values), uri: proxy, requestTls })
}

async function openAgent(values: Values): Promise<Dispatcher> {
  const undici = await import('undici')
  const { env, maxConnections: connections, connectTimeoutMs: timeout } = values
  const httpProxy = proxyUrl('HTTP_PROXY', env.http_proxy ?? env.HTTP_PROXY)
  const httpsProxy = proxyUrl('HTTPS_PROXY', env.https_proxy ?? env.HTTPS_PROXY)
  if (httpProxy === '' && httpsProxy === '') return new undici.Agent({ connections, connect: { timeout } })
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? ''
  const proxies = { httpProxy, httpsProxy, noProxy }
  return new undici.EnvHttpProxyAgent({ ...proxied(undici, values), ...proxies, connect: { timeout } })
}

/** How to connect to a proxy; undici would wait five minutes for its tunnel, even after the call has ended. */
function proxied({ Pool }: typeof import('undici'), values: Values) {
  const { maxConnections: connections, connectTimeoutMs: timeout } = values
  const clientFactory = (origin: URL, options: object) =>
    new Pool(origin, { ...options, headersTimeout: timeout })
  return { connections, clientFactory, proxyTls: { timeout } }
}

/** A proxy may be written without a scheme, which requests and curl read as http. */
function proxyUrl(variable: string, value = ''): string {
  const url = value === '' || value.includes('://') ? value : `http://${value}`
  if (url === '' || URL.canParse(url)) return url
  throw new PeerUsageError(`${variable} in the environment is not the URL of a proxy`)
}

async function guardedAgent({ maxConnections: connections, connectTimeoutMs: timeout }: Values) {
  const { Agent } = await import('undici')
  return new Agent({ connections, connect: { timeout, lookup: publicLookup } })
}
