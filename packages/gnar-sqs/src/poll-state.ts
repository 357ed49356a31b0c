/** What a poll has done since it started. */
export interface PollCounts {
  /** Messages received. */
  received: number
  /** Messages whose callback settled without a failure, those that returned `false` included. */
  handled: number
  /** Messages whose callback threw or took too long, or whose body failed the schema. */
  failed: number
  /** Messages deleted. */
  deleted: number
  /** Messages handled whose delete failed for good, so they will be delivered again. */
  undeleted: number
  /** Messages not handled because their visibility expired or an earlier message of their group failed. */
  dropped: number
}

/** A snapshot of a poll. */
export interface PollState extends Readonly<PollCounts> {
  readonly queueName: string
  /** `backing off` after a failure of AWS, `waiting` between an empty receive and the next one. */
  readonly state: 'not started' | 'running' | 'waiting' | 'backing off' | 'stopped'
  /** Messages received and neither handled nor returned to the queue. */
  readonly inFlight: number
  /** Milliseconds since the oldest message in flight was received; 0 when none is. */
  readonly oldestInFlightMs: number
  /** The last failure of a callback or of AWS. */
  readonly lastError: unknown
}

export function noCounts(): PollCounts {
  return { received: 0, handled: 0, failed: 0, deleted: 0, undeleted: 0, dropped: 0 }
}
