import { Cancelled } from './cancellation.ts'
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
import { TooLarge } from './transport.ts'
import { Refused } from './url-guard.ts'

/** Codes of zlib's errors; brotli's are Node's. */
const brokenCoding = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/

/** How much time a call has, and why. */
export interface Limit {
  ms: number
  /** The call's own limit, or the time that the caller of this app still waits. */
  by: 'timeoutMs' | 'caller'
}

/** Whether a request failed with its connection, so that another attempt may succeed. */
export function isConnectionError(cause: unknown): boolean {
  return /^connect/.test(kindOf(cause))
}

/** The error that a caller gets for whatever ended its call. */
export function translateError(cause: unknown, facts: CallFacts, limit: Limit): PeerCallError {
  const call = describeCall(facts)
  const options = { cause }
  switch (kindOf(cause)) {
    case 'deadline':
      return withFacts(new PeerTimeoutError(call, limitReached(limit), options), facts)
    case 'connect timeout':
      return withFacts(new PeerTimeoutError(call, reasonOf(cause), options), facts)
    case 'connect timeout of a proxy':
      return withFacts(
        new PeerTimeoutError(call, 'its proxy opened no tunnel within connectTimeoutMs', options),
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
    case 'bad response':
      return withFacts(new PeerBadAnswerError(call, reasonOf(cause), options), facts)
    default:
      return withFacts(new PeerUnreachableError(call, reasonOf(cause), options), facts)
  }
}

type Kind =
  | Cancelled['why']
  | 'connect timeout'
  | 'connect timeout of a proxy'
  | 'connection'
  | 'refused'
  | 'usage'
  | 'bad response'

function kindOf(cause: unknown): Kind {
  if (cause instanceof Cancelled) return cause.why
  if (cause instanceof Refused) return 'refused'
  if (cause instanceof TooLarge || cause instanceof BadRedirect) return 'bad response'
  const { code, name, message } = (cause ?? {}) as { code?: string; name?: string; message?: string }
  if (name === 'HTTPParserError' || brokenCoding.test(String(code))) return 'bad response'
  if (code === 'UND_ERR_SOCKET' && unrequested.has(String(message))) return 'bad response'
  return kinds[String(code)] ?? 'connection'
}

const kinds: Readonly<Record<string, Kind>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect timeout',
  // Only a proxy's tunnel: response headers are under the call's deadline.
  UND_ERR_HEADERS_TIMEOUT: 'connect timeout of a proxy',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_INVALID_ARG: 'usage',
  GNAR_ERR_PEER_USAGE: 'usage',
  UND_ERR_NOT_SUPPORTED: 'usage',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'usage',
  UND_ERR_HEADERS_OVERFLOW: 'bad response',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad response'
}

/** undici's messages, which have no code, for a response that nobody asked for. */
const unrequested: ReadonlyMap<string, string> = new Map([
  ['bad response', 'it sent 100 Continue unrequested'],
  ['bad upgrade', 'it switched protocols unrequested']
])

function limitReached({ ms, by }: Limit): string {
  const left = Math.max(0, Math.round(ms))
  return by === 'caller' ? `the caller of this app had ${left} ms left` : `timeoutMs was ${left}`
}

/** An error's message; several refused addresses give only a code, and a signal's reason may be text. */
function reasonOf(cause: unknown): string {
  if (typeof cause === 'string') return cause
  const { message, code } = (cause ?? {}) as { message?: string; code?: string }
  return unrequested.get(String(message)) || message || code || 'no reason given'
}
