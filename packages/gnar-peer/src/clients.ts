import { call, type Plan } from './call.ts'
import { checkOptions, type ExternalCallOptions, type PeerCallOptions } from './call-options.ts'
import type { Connections, Peer, Values } from './connections.ts'
import { acceptedCodings } from './decode.ts'
import { PeerUsageError } from './errors.ts'
import { createClient, type ExternalClient, type PeerClient } from './http-client.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { multipartBody } from './multipart.ts'
import { basic, buildOutgoing } from './outgoing.ts'
import { externalUrl, peerPath } from './path.ts'
import { findCredential, plainBody } from './request-body.ts'
import type { Limit } from './translate-error.ts'
import type { Outgoing, Transport } from './transport.ts'
import { allowedHostsFault, checkUrl, type Guard } from './url-guard.ts'

const noOptions: PeerCallOptions & ExternalCallOptions = Object.freeze({})

const defaultHeaders = { accept: '*/*', 'accept-encoding': acceptedCodings, 'user-agent': 'gnar-peer' }

/** Makes the clients that the plugin's decorators return. */
export class Clients {
  readonly #connections: Connections
  readonly #values: Values

  constructor(connections: Connections, values: Values) {
    this.#connections = connections
    this.#values = values
  }

  /** @throws ConfigurationError when the peer's address is unknown */
  peer(name: string, incoming?: IncomingRequest): PeerClient {
    if (typeof name !== 'string' || name === '') throw new PeerUsageError('peer needs the name of a service')
    const peer = this.#connections.peer(name)
    return createClient<PeerCallOptions>((method, path, options) =>
      this.#callPeer(peer, incoming, method, path, options ?? noOptions)
    )
  }

  external(): ExternalClient {
    return createClient<ExternalCallOptions>((method, url, options) =>
      this.#callExternal(method, url, options ?? noOptions)
    )
  }

  async #callPeer(
    peer: Peer,
    incoming: IncomingRequest | undefined,
    method: string,
    path: string,
    options: PeerCallOptions
  ) {
    if (options !== noOptions) checkOptions(options, 'peer')
    const headers: Outgoing['headers'] = { ...defaultHeaders, ...incoming?.headers() }
    const token = options.autoAuth === true ? tokenFor(incoming) : undefined
    if (token !== undefined) headers.authorization = `Bearer ${token}`
    const target = { origin: peer.origin, path: peerPath(path), headers }
    const body = options.files === undefined ? plainBody(options) : multipartBody(options)
    const transportFor = (origin: string) =>
      origin === peer.origin ? peer.transport : this.#externalTransports(this.#values)(origin)
    const outgoing = buildOutgoing(method, target, body, options)
    return call(this.#plan(peer.name, outgoing, options, incoming, transportFor))
  }

  async #callExternal(method: string, url: string, options: ExternalCallOptions) {
    checkOptions(options, 'external')
    const { origin, pathname, search, username, password } = externalUrl(url)
    const headers: Outgoing['headers'] = { ...defaultHeaders }
    if (username !== '') headers.authorization = basic(unescaped(username), unescaped(password))
    const target = { origin, path: pathname + search, headers }
    const body = options.files === undefined ? plainBody(options) : multipartBody(options)
    const outgoing = buildOutgoing(method, target, body, options)
    return call(this.#plan('external', outgoing, options, undefined, this.#externalTransports(options)))
  }

  #plan(
    peer: string,
    outgoing: Outgoing,
    options: PeerCallOptions,
    incoming: IncomingRequest | undefined,
    transportFor: Plan['transportFor']
  ): Plan {
    const { stream = false, allowRedirects = true, signal } = options
    const { timeoutMs = this.#values.timeoutMs, retries = this.#values.retries } = options
    return {
      peer,
      outgoing,
      transportFor,
      findCredential: () => findCredential(options),
      timeLeftOrigin: peer === 'external' ? undefined : outgoing.origin,
      stream,
      allowRedirects,
      retries,
      limit: limitOf(timeoutMs, incoming),
      signals: signalsOf(signal, incoming),
      maxBodyBytes: this.#values.maxBodyBytes,
      openCalls: this.#connections.openCalls
    }
  }

  /** The transport to each external origin, under the limits of the call or else of the plugin. */
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

const noSignals: readonly AbortSignal[] = []

function signalsOf(
  signal: AbortSignal | undefined,
  incoming: IncomingRequest | undefined
): readonly AbortSignal[] {
  if (incoming === undefined) return signal === undefined ? noSignals : [signal]
  return signal === undefined ? [incoming.disconnected] : [incoming.disconnected, signal]
}

function limitOf(timeoutMs: number, incoming: IncomingRequest | undefined): Limit {
  const leftMs = incoming?.remainingMs ?? timeoutMs
  return leftMs < timeoutMs ? { ms: leftMs, by: 'caller' } : { ms: timeoutMs, by: 'timeoutMs' }
}

/** A decoded part of a URL; invalid encoding stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function tokenFor(incoming: IncomingRequest | undefined): string | undefined {
  if (incoming === undefined) {
    throw new PeerUsageError('autoAuth needs the identity of a request: use request.peer, not fastify.peer')
  }
  const token = incoming.token()
  if (token === null) {
    throw new PeerUsageError('autoAuth needs gnar-jwt: register it before the routes that use autoAuth')
  }
  return token
}
