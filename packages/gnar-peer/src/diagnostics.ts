import { tracingChannel } from 'node:diagnostics_channel'
import type { TracedEvent } from 'gnar-env'

/** How a call ended: by the class of its status, or by the kind of its error. */
export type PeerOutcome =
  | 'ok'
  | 'client_error'
  | 'server_error'
  | 'timeout'
  | 'unreachable'
  | 'aborted'
  | 'refused'
  | 'failed'

/** Event of the tracing channel `gnar-peer:call`: one call with its retries and redirects. */
export interface PeerCallEvent extends TracedEvent {
  /** Name of the peer; `external` for a call to the outside. */
  readonly peer: string
  readonly method: string
  /** The path without query, with `:id` for each segment that looks like an id or a token. */
  readonly pathPattern: string
  /** How many requests were attempted; 0 until the call has ended. */
  attempts: number
  /** Status of the response; undefined until the call has ended, and without a response. */
  status?: number
  /** Undefined until the call has ended. */
  outcome?: PeerOutcome
}

export const callChannel = tracingChannel<string, PeerCallEvent>('gnar-peer:call')

const outcomes: Readonly<Record<string, PeerOutcome>> = {
  GNAR_ERR_PEER_TIMEOUT: 'timeout',
  GNAR_ERR_PEER_UNREACHABLE: 'unreachable',
  GNAR_ERR_PEER_ABORTED: 'aborted',
  GNAR_ERR_PEER_CLOSED: 'aborted',
  GNAR_ERR_PEER_REFUSED: 'refused'
}

/** The outcome of a call that ended with an error of this code. */
export function outcomeOfError(code: string): PeerOutcome {
  return outcomes[code] ?? 'failed'
}

/** The outcome of a call that ended with a response. */
export function outcomeOfStatus(status: number): PeerOutcome {
  if (status < 400) return 'ok'
  return status < 500 ? 'client_error' : 'server_error'
}

/** Words without digits, up to this length, are taken for names of resources. */
const longestWord = 24

/** Short words of letters, and versions such as `v2`, stay; every other segment is taken for an id or a token. */
export function pathPattern(path: string): string {
  const [bare = ''] = path.split('?', 1)
  return bare
    .split('/')
    .map((segment) => (isName(segment) ? segment : ':id'))
    .join('/')
}

function isName(segment: string): boolean {
  return segment.length <= longestWord && /^(?:[A-Za-z_.-]*|v\d+)$/.test(segment)
}
