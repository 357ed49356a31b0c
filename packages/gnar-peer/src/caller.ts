import { call, type Plan } from './call.ts'
import { checkOptions, type ExternalCallOptions, type PeerCallOptions } from './call-options.ts'
import type { Connections, Peer, Values } from './connections.ts'
import { acceptedCodings } from './decode.ts'
import { PeerUsageError } from './errors.ts'
import type { Limit } from './failure.ts'
import { type ExternalClient, Methods, type PeerClient } from './http-client.ts'
import { basic, buildOutgoing } from './outgoing.ts'
import { externalUrl, peerPath } from './path.ts'
import { multipartBody, plainBody } from './request-body.ts'
import type { Serving } from './serving.ts'
import type { Outgoing, Transport } from './transport.ts'
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
    if (options !== noOptions) checkOptions(options, 'peer')
    const headers: Outgoing['headers'] = serving?.headers() ?? {}
    const token = options.autoAuth === true ? tokenFor(serving) : undefined
    if (token !== undefined) headers.authorization = `Bearer ${token}`
    const target = { origin: peer.origin, path: peerPath(path), headers }
    const body = options.files === undefined ? plainBody(options) : await multipartBody(options)
    const transportFor = (origin: string) =>
      origin === peer.origin ? peer.transport : this.#externalTransports(this.#values)(origin)
    const outgoing = buildOutgoing(method, target, body, options)
    return call(this.#plan(peer.name, outgoing, options, serving, transportFor))
  }

  async #callExternal(method: string, url: string, options: ExternalCallOptions) {
    checkOptions(options, 'external')
    const { origin, pathname, search, username, password } = externalUrl(url)
    const headers: Outgoing['headers'] = {
      accept: '*/*',
      'accept-encoding': acceptedCodings,
      'user-agent': 'gnar-peer'
    }
    if (username !== '') headers.authorization = basic(unescaped(username), unescaped(password))
    const target = { origin, path: pathname + search, headers }
    const body = options.files === undefined ? plainBody(options) : await multipartBody(options)
    const outgoing = buildOutgoing(method, target, body, options)
    return call(this.#plan('external', outgoing, options, undefined, this.#externalTransports(options)))
  }

  #plan(
    peer: string,
    outgoing: Outgoing,
    options: PeerCallOptions,
    serving: Serving | undefined,
    transportFor: Plan['transportFor']
  ): Plan {
    const { stream = false, allowRedirects = true, signal } = options
    const { timeoutMs = this.#values.timeoutMs, retries = this.#values.retries } = options
    return {
      peer,
      outgoing,
      transportFor,
      toldTimeLeft: peer === 'external' ? undefined : outgoing.origin,
      stream,
      allowRedirects,
      retries,
      limit: limitOf(timeoutMs, serving),
      signals: signalsOf(signal, serving),
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

const noSignals: readonly AbortSignal[] = []

function signalsOf(signal: AbortSignal | undefined, serving: Serving | undefined): readonly AbortSignal[] {
  if (serving === undefined) return signal === undefined ? noSignals : [signal]
  return signal === undefined ? [serving.gone] : [serving.gone, signal]
}

function limitOf(timeoutMs: number, serving: Serving | undefined): Limit {
  const leftMs = serving?.remainingMs ?? timeoutMs
  return leftMs < timeoutMs ? { ms: leftMs, by: 'caller' } : { ms: timeoutMs, by: 'timeoutMs' }
}

/** A part of a URL as it was meant; what is not encoded well stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
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
