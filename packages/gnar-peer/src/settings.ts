import {
  ConfigurationError,
  custom,
  defineSettings,
  flag,
  integer,
  longestTimerMs,
  type PluginValues
} from 'gnar-env'
import { addressFromEnvironment, addressVariable } from './address.ts'
import { type Peers, peersFault } from './peers-option.ts'
import { allowedHostsFault } from './url-guard.ts'

const table = {
  /** Addresses of the peers; a peer that is not listed is looked up in the environment. */
  peers: custom<Peers>()({
    meaning: 'addresses of the peers by name',
    check: peersFault
  }),
  /** Milliseconds for a whole call, including retries, redirects and body. Default 30000. */
  timeoutMs: integer({
    variable: 'PEER_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'milliseconds for a whole call'
  }),
  /** Milliseconds to open one connection. Default 5000: a network that needs longer is down. */
  connectTimeoutMs: integer({
    variable: 'PEER_CONNECT_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 5_000,
    meaning: 'milliseconds to open a connection'
  }),
  /** Maximum number of retries of an idempotent call. Default 2. */
  retries: integer({
    variable: 'PEER_RETRIES',
    min: 0,
    max: 10,
    default: 2,
    meaning: 'maximum number of retries of an idempotent call'
  }),
  /** Maximum number of connections to one peer or host; more calls wait for a free one. Default 128. */
  maxConnections: integer({
    variable: 'PEER_MAX_CONNECTIONS',
    min: 1,
    max: 65_535,
    default: 128,
    meaning: 'maximum number of connections to one peer or host'
  }),
  /** Maximum size in bytes of a response that is read whole, after decompression. Default 64 MiB; `stream` has no limit. */
  maxBodyBytes: integer({
    variable: 'PEER_MAX_BODY_BYTES',
    min: 1,
    max: 2 ** 32 - 1,
    default: 64 * 1024 * 1024,
    meaning: 'maximum number of bytes of a response that is read whole'
  }),
  /** The only hosts that `external` may call, such as `api.example.com` or `*.example.com`. Default: all. */
  allowedHosts: custom<readonly string[]>()({
    meaning: 'hosts that external may call',
    check: allowedHostsFault
  }),
  /** Whether `external` refuses addresses that are not on the public internet. Default false. */
  blockPrivateAddresses: flag({
    variable: 'PEER_BLOCK_PRIVATE_ADDRESSES',
    default: false,
    meaning: 'whether external refuses private addresses'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-peer', table, [
  {
    of: ['peers'],
    check: ({ peers }, about) =>
      declaredPeers(peers).flatMap((name) => {
        try {
          addressFromEnvironment(name, about)
          return []
        } catch (error) {
          return error instanceof ConfigurationError ? error.problems : []
        }
      })
  }
])

/** The variable of each peer whose address is declared to be in the environment, see `gnar env`. */
export function peerVariables({
  peers,
  ...environment
}: Pick<PluginValues<typeof settings>, 'envPrefix' | 'production'> & { peers?: Peers | undefined }) {
  return declaredPeers(peers).map((peer) => ({ peer, variable: addressVariable(peer, environment) }))
}

function declaredPeers(peers: Peers = {}): string[] {
  return Object.keys(peers).filter((name) => peers[name] === true)
}
