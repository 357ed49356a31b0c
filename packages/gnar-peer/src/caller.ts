import { call } from './call.ts'
import { checkOptions, type ExternalCallOptions, type PeerCallOptions } from './call-options.ts'
import type { Connections, Peer, Values } from './connections.ts'
import { acceptedCodings } from './decode.ts'
import { PeerUsageError } from './errors.ts'
import type { Limit } from './failure.ts'
import { type ExternalClient, Methods, type PeerClient } from './http-client.ts'
import { basic, buildOutgoing } from './outgoing.ts'
import { externalUrl, peerPath } from './path.ts'
import type { Serving } from './serving.ts'
import type { Transport } from './transport.ts'
import { allowedHostsFault, checkUrl, type Guard } from './url-guard.ts'

const noOptions: PeerCallOptions & ExternalCallOptions = Object.freeze({})

/** Makes the clients that the plugin's decorators return. */
export class Caller {
  readonly #connections: Connections
  readonly #values: Values

  constructor(connections: Connections, values: Values) {
    this.#connections = connections
    this.#values = values
  }

  /** @throws ConfigurationError when the peer's address is not known */
  peer(name: string, serving?: Serving): PeerClient {
    if (typeof name !== 'string' || name === '') throw new PeerUsageError('peer needs the name of a service')
    const peer = this.#connections.peer(name)
    return new Methods<PeerCallOptions>((method, path, options) =>
      this.#callPeer(peer, serving, method, path, options ?? noOptions)
    )
  }

  external(): ExternalClient {
    return new Methods<ExternalCallOptions>((method, url, options) =>
      this.#callExternal(method, url, options ?? noOptions)
    )
  }

  async #callPeer(
    peer: Peer,
    serving: Serving | undefined,
    method: string,
    path: string,
    options: PeerCallOptions
  ) {
    checkOptions(options, 'peer')
    const headers: Record<string, string | string[]> = serving?.headers() ?? {}
    const token = options.autoAuth === true ? tokenFor(serving) : undefined
    if (token !== undefined) headers.authorization = `Bearer ${token}`
    const target = { origin: peer.origin, path: peerPath(path), headers }
    const outgoing = await buildOutgoing(method, target, options)
    const plan = this.#plan(peer.name, options, serving)
    const outside = this.#externalTransports(this.#values)
    return call({
      ...plan,
      outgoing,
      toldTimeLeft: peer.origin,
      transportFor: (origin) => (origin === peer.origin ? peer.transport : outside(origin))
    })
  }

  async #callExternal(method: string, url: string, options: ExternalCallOptions) {
    checkOptions(options, 'external')
    const { origin, pathname, search, username, password } = externalUrl(url)
    const headers: Record<string, string | string[]> = {
      accept: '*/*',
      'accept-encoding': acceptedCodings,
      'user-agent': 'gnar-peer'
    }
    if (username !== '')
      headers.authorization = basic(decodeURIComponent(username), decodeURIComponent(password))
    const outgoing = await buildOutgoing(method, { origin, path: pathname + search, headers }, options)
    const plan = this.#plan('external', options, undefined)
    return call({
      ...plan,
      outgoing,
      toldTimeLeft: undefined,
      transportFor: this.#externalTransports(options)
    })
  }

  #plan(peer: string, options: PeerCallOptions, serving: Serving | undefined) {
    const { stream = false, allowRedirects = true, signal } = options
    const { timeoutMs = this.#values.timeoutMs, retries = this.#values.retries } = options
    const signals = [
      ...(serving === undefined ? [] : [serving.gone]),
      ...(signal === undefined ? [] : [signal])
    ]
    return {
      peer,
      stream,
      allowRedirects,
      retries,
      limit: limitOf(timeoutMs, serving),
      signals,
      maxBodyBytes: this.#values.maxBodyBytes,
      underWay: this.#connections.underWay
    }
  }

  /** The transport to each origin outside, by the limits of a call or else of the plugin. */
  #externalTransports(limits: ExternalCallOptions): (origin: string) => Transport {
    const { allowedHosts = this.#values.allowedHosts } = limits
    const { blockPrivateAddresses = this.#values.blockPrivateAddresses } = limits
    const guard: Guard = { allowedHosts, blockPrivateAddresses }
    const fault = allowedHosts === undefined ? undefined : allowedHostsFault(allowedHosts)
    if (fault !== undefined) throw new PeerUsageError(`allowedHosts of a call ${fault}`)
    return (origin) => {
      checkUrl(origin, guard)
      return blockPrivateAddresses ? this.#connections.guarded : this.#connections.open
    }
  }
}

function limitOf(timeoutMs: number, serving: Serving | undefined): Limit {
  const leftMs = serving?.remainingMs ?? timeoutMs
  return leftMs < timeoutMs ? { ms: leftMs, by: 'caller' } : { ms: timeoutMs, by: 'timeoutMs' }
}

function tokenFor(serving: Serving | undefined): string | undefined {
  if (serving === undefined) {
    throw new PeerUsageError(
      'autoAuth needs a request to take the identity from: use request.peer, not fastify.peer'
    )
  }
  const token = serving.token()
  if (token === null) {
    throw new PeerUsageError(
      'autoAuth needs the tokens of gnar-jwt: register it before the routes that use autoAuth'
    )
  }
  return token
}
