import { createError, type FastifyError } from '@fastify/error'
import { redactUrl } from 'gnar-env'

/** What each error says about its call. */
export interface CallFacts {
  /** Name of the peer; `external` for a call to the outside. */
  peer: string
  method: string
  /** The path, for `external` the URL, with the values of secret-named query keys redacted. */
  path: string
  /** How many requests were attempted. */
  attempts: number
}

/** An error of a call: its status is 502, 503 or 504, whatever the peer's own status was. */
export type PeerCallError = FastifyError & CallFacts

/** `GNAR_ERR_PEER_USAGE`: the call is invalid: an argument, an option, or a body that cannot be sent. */
export const PeerUsageError = createError<'GNAR_ERR_PEER_USAGE', 500, [string, ErrorOptions?]>(
  'GNAR_ERR_PEER_USAGE',
  '%s',
  500
)

/** `GNAR_ERR_PEER_UNREACHABLE`: no connection, or one that broke before the response was complete. */
export const PeerUnreachableError = createError<
  'GNAR_ERR_PEER_UNREACHABLE',
  502,
  [string, string, ErrorOptions]
>(
  'GNAR_ERR_PEER_UNREACHABLE',
  '%s got no response: %s; check that the service is running and that its address is right',
  502
)

/** `GNAR_ERR_PEER_TIMEOUT`: the response was not complete in time. */
export const PeerTimeoutError = createError<'GNAR_ERR_PEER_TIMEOUT', 504, [string, string, ErrorOptions]>(
  'GNAR_ERR_PEER_TIMEOUT',
  '%s timed out: %s; find out what the service is waiting for, or allow it more time',
  504
)

/** `GNAR_ERR_PEER_ABORTED`: the incoming request or the call's own signal was aborted. */
export const PeerAbortedError = createError<'GNAR_ERR_PEER_ABORTED', 503, [string, string, ErrorOptions]>(
  'GNAR_ERR_PEER_ABORTED',
  '%s was aborted: %s',
  503
)

/** `GNAR_ERR_PEER_CLOSED`: the app is closing or closed. */
export const PeerClosedError = createError<'GNAR_ERR_PEER_CLOSED', 503, [string, ErrorOptions]>(
  'GNAR_ERR_PEER_CLOSED',
  '%s was aborted because this app is closing; finish calls before fastify.close()',
  503
)

/** `GNAR_ERR_PEER_BAD_ANSWER`: the response violates HTTP, its encoding, or a limit. */
export const PeerBadAnswerError = createError<
  'GNAR_ERR_PEER_BAD_ANSWER',
  502,
  [string, string, ErrorOptions]
>('GNAR_ERR_PEER_BAD_ANSWER', '%s got an unusable response: %s; check the service that sent it', 502)

/** `GNAR_ERR_PEER_NOT_JSON`: `json()` on a response that is not JSON. */
export const PeerNotJsonError = createError<
  'GNAR_ERR_PEER_NOT_JSON',
  502,
  [string, number, string, ErrorOptions]
>(
  'GNAR_ERR_PEER_NOT_JSON',
  '%s returned %d with a body that is not JSON: it begins %s; check status first, or read text',
  502
)

/** `GNAR_ERR_PEER_STATUS`: `raiseForStatus()` on a response whose `failureStatus` is 4xx or 5xx. */
export const PeerStatusError = createError<'GNAR_ERR_PEER_STATUS', 502, [string, number, string]>(
  'GNAR_ERR_PEER_STATUS',
  '%s returned %d: the body begins %s; where that is expected, check status instead',
  502
)

/** `GNAR_ERR_PEER_REFUSED`: `allowedHosts` or `blockPrivateAddresses` refused the URL. */
export const PeerRefusedError = createError<'GNAR_ERR_PEER_REFUSED', 502, [string, string, ErrorOptions]>(
  'GNAR_ERR_PEER_REFUSED',
  '%s was not sent: %s; allow the host only if this app may call it',
  502
)

/** The call as the subject of a sentence: `GET /user of peer piste (attempt 3)`. */
export function describeCall({ peer, method, path, attempts }: CallFacts): string {
  const attempt = attempts > 1 ? ` (attempt ${attempts})` : ''
  const shown = redactUrl(path)
  return peer === 'external' ? `${method} ${shown}${attempt}` : `${method} ${shown} of peer ${peer}${attempt}`
}

/** Gives an error the facts of its call as properties, secrets redacted. */
export function withFacts<E extends FastifyError>(error: E, facts: CallFacts): E & CallFacts {
  const { peer, method, path, attempts } = facts
  return Object.assign(error, { peer, method, path: redactUrl(path), attempts })
}
