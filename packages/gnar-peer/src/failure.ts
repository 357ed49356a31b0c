import {
  type CallFacts,
  describeCall,
  PeerAbortedError,
  PeerBadAnswerError,
  type PeerCallError,
  PeerClosedError,
  PeerRefusedError,
  PeerTimeoutError,
  PeerUnreachableError,
  PeerUsageError,
  withFacts
} from './errors.ts'
import { BadRedirect } from './redirect.ts'
import { Stopped } from './stop.ts'
import { TooLarge } from './transport.ts'
import { Refused } from './url-guard.ts'

/** Codes of zlib's errors; brotli's are Node's own. */
const brokenCoding = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/

/** Why a call has as much time as it has. */
export interface Limit {
  ms: number
  /** The call's own limit, or the time that the caller of the request that it serves still waits. */
  by: 'timeoutMs' | 'caller'
}

/** Whether a request failed with its connection, so that another attempt may succeed. */
export function isConnectionError(cause: unknown): boolean {
  return /^connect/.test(kindOf(cause))
}

/** The error that the caller sees for whatever ended a call. */
export function toCallError(cause: unknown, facts: CallFacts, limit: Limit): PeerCallError {
  const call = describeCall(facts)
  const options = { cause }
  switch (kindOf(cause)) {
    case 'deadline':
      return withFacts(new PeerTimeoutError(call, limitReached(limit), options), facts)
    case 'connect time-out':
      return withFacts(new PeerTimeoutError(call, reasonOf(cause), options), facts)
    case 'connect time-out of a proxy':
      return withFacts(
        new PeerTimeoutError(call, 'its proxy opened no tunnel in connectTimeoutMs', options),
        facts
      )
    case 'aborted':
      return withFacts(new PeerAbortedError(call, reasonOf((cause as Error).cause), options), facts)
    case 'closed':
      return withFacts(new PeerClosedError(call, options), facts)
    case 'refused':
      return withFacts(new PeerRefusedError(call, reasonOf(cause), options), facts)
    case 'usage':
      return withFacts(new PeerUsageError(`${call} cannot be sent: ${reasonOf(cause)}`, options), facts)
    case 'broken answer':
      return withFacts(new PeerBadAnswerError(call, reasonOf(cause), options), facts)
    default:
      return withFacts(new PeerUnreachableError(call, reasonOf(cause), options), facts)
  }
}

type Kind =
  | Stopped['why']
  | 'connect time-out'
  | 'connect time-out of a proxy'
  | 'connection'
  | 'refused'
  | 'usage'
  | 'broken answer'

function kindOf(cause: unknown): Kind {
  if (cause instanceof Stopped) return cause.why
  if (cause instanceof Refused) return 'refused'
  if (cause instanceof TooLarge || cause instanceof BadRedirect) return 'broken answer'
  const { code, name, message } = (cause ?? {}) as { code?: string; name?: string; message?: string }
  if (name === 'HTTPParserError' || brokenCoding.test(String(code))) return 'broken answer'
  if (code === 'UND_ERR_SOCKET' && unasked.has(String(message))) return 'broken answer'
  return kinds[String(code)] ?? 'connection'
}

const kinds: Readonly<Record<string, Kind>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect time-out',
  // Only the tunnel of a proxy: the headers of an answer are under the deadline of the call.
  UND_ERR_HEADERS_TIMEOUT: 'connect time-out of a proxy',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_INVALID_ARG: 'usage',
  GNAR_ERR_PEER_USAGE: 'usage',
  UND_ERR_NOT_SUPPORTED: 'usage',
  UND_ERR_HEADERS_OVERFLOW: 'broken answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'broken answer'
}

/** What undici says, without a code of its own, of an answer that it did not ask for. */
const unasked: ReadonlyMap<string, string> = new Map([
  ['bad response', 'it sent 100 Continue, which nobody asked for'],
  ['bad upgrade', 'it changed the protocol, which nobody asked for']
])

function limitReached({ ms, by }: Limit): string {
  const left = Math.max(0, Math.round(ms))
  return by === 'caller' ? `the caller of this app had ${left} ms left` : `timeoutMs was ${left}`
}

/** What an error says; the error of several refused addresses says nothing but its code, and a signal's may be text. */
function reasonOf(cause: unknown): string {
  if (typeof cause === 'string') return cause
  const { message, code } = (cause ?? {}) as { message?: string; code?: string }
  return unasked.get(String(message)) || message || code || 'no reason given'
}
