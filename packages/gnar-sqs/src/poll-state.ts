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
  /** Messages handled whose delete failed for good, so that they come again. */
  undeleted: number
  /** Messages that were not handled since their visibility ran out, or an earlier one of their group failed. */
  dropped: number
}

/** A poll at this moment. */
export interface PollState extends Readonly<PollCounts> {
  readonly queueName: string
  /** `backing off` after a failure of AWS, `waiting` between an empty receive and the next one. */
  readonly state: 'not started' | 'running' | 'waiting' | 'backing off' | 'stopped'
  /** Messages received and neither handled nor given back. */
  readonly inHand: number
  /** The last failure of a callback or of AWS. */
  readonly lastError: unknown
}

export function noCounts(): PollCounts {
  return { received: 0, handled: 0, failed: 0, deleted: 0, undeleted: 0, dropped: 0 }
}
