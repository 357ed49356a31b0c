import { MovingAverage } from './moving-average.ts'
import type { PollValues } from './poll-settings.ts'

/** How many receives may run ahead at full concurrency when callbacks are faster than receives. */
const maxReceivesAhead = 4

/** Longest duration of a receive that finds messages at once, in milliseconds; a longer one has waited for them. */
const longestReceiveMs = 100

/** Maximum number of concurrent receives of a poll. */
export function maxReceives({ concurrency, maxNumberOfMessages }: PollValues): number {
  return concurrency === 1 ? 1 : Math.floor(concurrency / maxNumberOfMessages) + 1 + maxReceivesAhead
}

/** Decides when another receive is worth its cost. */
export class ReceivePace {
  readonly #poll: PollValues
  /** Duration of a receive that finds a full batch, in milliseconds. */
  readonly #receiveMs = new MovingAverage()
  /** Whether the last receive returned a message. */
  #busy = false

  constructor(poll: PollValues) {
    this.#poll = poll
  }

  /** Records the result of a receive; a failed one counts as empty. */
  note(count: number, durationMs: number): void {
    this.#busy = count > 0
    if (count === this.#poll.maxNumberOfMessages) this.#receiveMs.add(Math.min(durationMs, longestReceiveMs))
  }

  /** Whether a receive may start, given the messages and receives in flight and the duration of callbacks. */
  allows(inFlight: number, receiving: number, handleMs: number | undefined): boolean {
    if (receiving > 0 && !this.#busy) return false
    const { concurrency, maxNumberOfMessages } = this.#poll
    const expected = inFlight + receiving * maxNumberOfMessages
    return concurrency === 1 ? expected === 0 : expected <= concurrency + this.#ahead(handleMs)
  }

  /**
   * How many messages to ask for beyond the concurrency. Messages that wait here are withheld from other receivers, so
   * this only happens where callbacks finish before the next receive could return more.
   */
  #ahead(handleMs = Number.POSITIVE_INFINITY): number {
    const { value: receiveMs = 0 } = this.#receiveMs
    return handleMs < 2 * receiveMs ? maxReceivesAhead * this.#poll.maxNumberOfMessages : 0
  }
}
