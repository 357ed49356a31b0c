import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What `external` may reach; everything by default. */
export interface Guard {
  allowedHosts: readonly string[] | undefined
  blockPrivateAddresses: boolean
}

/** A call that the guard refused. */
export class Refused extends Error {}

/** @throws Refused when the URL's host is not allowed, or is an address that is not public */
export function checkUrl(origin: string, { allowedHosts, blockPrivateAddresses }: Guard): void {
  const host = hostOf(origin)
  if (allowedHosts !== undefined && !allowedHosts.some((pattern) => matches(host, pattern.toLowerCase()))) {
    throw new Refused(`${host} is not among allowedHosts`)
  }
  if (blockPrivateAddresses && isIP(host) !== 0 && !isPublicAddress(host)) throw new Refused(notPublic(host))
}

/** Resolves names as usual, and refuses those with an address that is not public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, [])
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (hidden !== undefined) return callback(new Refused(notPublic(hostname)), [])
    if (options.all === true) return callback(null, addresses)
    const [{ address, family }] = addresses as [LookupAddress]
    return callback(null, address, family)
  })
}

/** What is wrong with a list of hosts, as the end of a sentence; undefined when nothing is. */
export function allowedHostsFault(value: unknown): string | undefined {
  const isPattern = (host: unknown) =>
    typeof host === 'string' && /^(?:\*\.)?[^\s*/:@]+$|^[0-9a-f:]+$/i.test(host)
  return Array.isArray(value) && value.every(isPattern)
    ? undefined
    : 'must be a list of hosts such as api.example.com or *.example.com, without scheme or port'
}

/** Whether an address is on the public internet, according to IANA's registries of special addresses. */
export function isPublicAddress(address: string): boolean {
  const bare = address.split('%', 1)[0] as string
  if (isIP(bare) === 4) return !special.check(bare, 'ipv4')
  return globalUnicast.check(bare, 'ipv6') && !special.check(bare, 'ipv6')
}

const special = blockList([
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
])
/** All public IPv6 addresses; local ones and those that embed an IPv4 address are outside. */
const globalUnicast = blockList([['2000::', 3]])

function blockList(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [network, bits] of networks) list.addSubnet(network, bits, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  return list
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}

function notPublic(host: string): string {
  return `${host} is not an address on the public internet, and blockPrivateAddresses is set`
}
