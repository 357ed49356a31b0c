import { MovingAverage } from './moving-average.ts'
import type { PollValues } from './poll-settings.ts'

/** How many receives may be under way beside full hands when callbacks are quicker than receives. */
const maxReceivesAhead = 4

/** What a receive that finds messages at once takes at most, in milliseconds; a longer one has waited for them. */
const longestReceiveMs = 100

/** How many receives of a poll can be under way at once. */
export function maxReceives({ concurrency, maxNumberOfMessages }: PollValues): number {
  return concurrency === 1 ? 1 : Math.floor(concurrency / maxNumberOfMessages) + 1 + maxReceivesAhead
}

/** Decides when another receive is worth its price. */
export class ReceivePace {
  readonly #poll: PollValues
  /** How long a receive takes that finds a full batch, in milliseconds. */
  readonly #receiveMs = new MovingAverage()
  /** Whether the last receive brought a message. */
  #busy = false

  constructor(poll: PollValues) {
    this.#poll = poll
  }

  /** Takes note of what a receive brought; a failed one brought nothing. */
  note(count: number, durationMs: number): void {
    this.#busy = count > 0
    if (count === this.#poll.maxNumberOfMessages) this.#receiveMs.add(Math.min(durationMs, longestReceiveMs))
  }

  /** Whether a receive may start, given the messages in hand, the receives under way and how long callbacks take. */
  allows(inHand: number, receiving: number, handleMs: number | undefined): boolean {
    if (receiving > 0 && !this.#busy) return false
    const { concurrency, maxNumberOfMessages } = this.#poll
    const expected = inHand + receiving * maxNumberOfMessages
    return concurrency === 1 ? expected === 0 : expected <= concurrency + this.#ahead(handleMs)
  }

  /**
   * How many messages to ask for beyond those that can be handled at once. Messages that wait here are withheld from
   * other receivers, so this is only done where callbacks end before the next receive could bring more.
   */
  #ahead(handleMs = Number.POSITIVE_INFINITY): number {
    const { value: receiveMs = 0 } = this.#receiveMs
    return handleMs < 2 * receiveMs ? maxReceivesAhead * this.#poll.maxNumberOfMessages : 0
  }
}
