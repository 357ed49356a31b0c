import { custom, defineSettings, flag, integer, longestTimerMs } from 'gnar-env'
import { type Peers, peersFault } from './peers-option.ts'
import { allowedHostsFault } from './url-guard.ts'

const table = {
  /** Where the peers are; a peer that is not listed is looked up in the environment. */
  peers: custom<Peers>()({
    meaning: 'addresses of the peers by name',
    check: peersFault
  }),
  /** Time for a whole call, its retries, redirects and body included. Default 30000. */
  timeoutMs: integer({
    variable: 'PEER_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'milliseconds for a whole call'
  }),
  /** Time for opening one connection. Default 5000: a network that needs longer is down. */
  connectTimeoutMs: integer({
    variable: 'PEER_CONNECT_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 5_000,
    meaning: 'milliseconds for opening a connection'
  }),
  /** How often an idempotent call is tried again. Default 2. */
  retries: integer({
    variable: 'PEER_RETRIES',
    min: 0,
    max: 10,
    default: 2,
    meaning: 'further attempts of an idempotent call'
  }),
  /** Connections to one peer or host; further calls wait for a free one. Default 128. */
  maxConnections: integer({
    variable: 'PEER_MAX_CONNECTIONS',
    min: 1,
    max: 65_535,
    default: 128,
    meaning: 'connections to one peer or host'
  }),
  /** Size of an answer that is read whole, once decompressed. Default 64 MiB; `stream` has no limit. */
  maxBodyBytes: integer({
    variable: 'PEER_MAX_BODY_BYTES',
    min: 1,
    max: 2 ** 32 - 1,
    default: 64 * 1024 * 1024,
    meaning: 'bytes of an answer that is read whole'
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
export const settings = defineSettings('gnar-peer', table)
