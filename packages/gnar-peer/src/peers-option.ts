import type { ConnectionOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { unknownOptions } from 'gnar-env'
import { addressFault } from './address.ts'

const tlsOptions = ['ca', 'cert', 'key', 'passphrase', 'servername', 'rejectUnauthorized'] as const

/** TLS to one peer: what requests calls `verify` (`ca`, `rejectUnauthorized`) and `cert` (`cert`, `key`). */
export type PeerTls = Pick<ConnectionOptions, (typeof tlsOptions)[number]>

/** A peer with settings of its own. */
export interface PeerSettings {
  /** `http://host:port`, `https://host`, `host:port` or `tcp://host:port`. */
  address: string
  tls?: PeerTls
  /** URL of an HTTP proxy for this peer: what requests calls `proxies`. */
  proxy?: string
}

/**
 * Where a peer is: an address, settings, or another Fastify instance in this process, called without a network; true for
 * an address from the environment, which is then required at the start.
 */
export type PeerOption = true | string | PeerSettings | FastifyInstance

/** Peers by name. */
export type Peers = Readonly<Record<string, PeerOption>>

/** What is wrong with the option `peers`, as the end of a sentence; undefined when nothing is. */
export function peersFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object with an address for each name'
  }
  for (const [name, peer] of Object.entries(value)) {
    const fault = peerFault(peer)
    if (fault !== undefined) return `has an invalid peer ${JSON.stringify(name)}, which ${fault}`
  }
  return undefined
}

/** Whether a peer is a Fastify instance. */
export function isInstance(peer: PeerOption): peer is FastifyInstance {
  return typeof peer === 'object' && 'inject' in peer && typeof peer.inject === 'function'
}

function peerFault(peer: unknown): string | undefined {
  if (peer === true) return undefined
  if (typeof peer === 'string') return addressFault(peer)
  if (typeof peer !== 'object' || peer === null)
    return 'must be an address, settings, a Fastify instance, or true for one from the environment'
  if (isInstance(peer as PeerOption)) return undefined
  const { address, tls, proxy } = peer as Partial<Record<keyof PeerSettings, unknown>>
  const unknown = unknownOptions('a peer', ['address', 'tls', 'proxy'], peer)[0]
  if (unknown !== undefined) return `has an ${unknown.message}`
  if (typeof address !== 'string') return 'needs an address such as http://10.0.0.5:80'
  const fault = tls === undefined ? undefined : tlsFault(tls)
  if (fault !== undefined) return fault
  if (
    proxy !== undefined &&
    !(typeof proxy === 'string' && /^https?:\/\//.test(proxy) && URL.canParse(proxy))
  )
    return 'needs an http or https URL as proxy'
  return addressFault(address)
}

function tlsFault(tls: unknown): string | undefined {
  if (typeof tls !== 'object' || tls === null || Array.isArray(tls)) return 'needs an object as tls'
  const unknown = unknownOptions('tls', tlsOptions, tls)[0]
  return unknown === undefined ? undefined : `has an ${unknown.message}`
}
