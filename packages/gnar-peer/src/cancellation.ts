import { setMaxListeners } from 'node:events'

/** Why a call was cancelled. */
export class Cancelled extends Error {
  readonly why: 'deadline' | 'aborted' | 'closed'

  constructor(why: 'deadline' | 'aborted' | 'closed', cause?: unknown) {
    super(why, { cause })
    this.why = why
  }
}

/**
 * What can end a call early: its deadline, its signals, and the app closing. A call runs one step at a time, and each
 * step registers with `during` how to interrupt it.
 */
export class Cancellation {
  #reason: Cancelled | undefined
  readonly #endsAt: number
  readonly #signals: readonly AbortSignal[]
  #onAbort: ((event: Event) => void) | undefined
  #timer: NodeJS.Timeout | undefined
  #interrupt: ((reason: Cancelled) => void) | undefined

  /** @param timeoutMs from now on; 0 or less cancels at once */
  constructor(timeoutMs: number, signals: readonly AbortSignal[]) {
    this.#endsAt = performance.now() + timeoutMs
    this.#signals = signals
    if (timeoutMs <= 0) this.#reason = new Cancelled('deadline')
    else this.#timer = setTimeout(() => this.cancel('deadline'), timeoutMs)
    for (const signal of signals) {
      // Many calls may share a signal; that is not a leak, since each listener is removed with its call.
      setMaxListeners(0, signal)
      this.#onAbort ??= (event) => this.cancel('aborted', (event.target as AbortSignal).reason)
      if (signal.aborted) this.cancel('aborted', signal.reason)
      else signal.addEventListener('abort', this.#onAbort, { once: true })
    }
  }

  /** Milliseconds until the deadline. */
  get remainingMs(): number {
    return this.#endsAt - performance.now()
  }

  /** Cancels the call. */
  cancel(why: Cancelled['why'], cause?: unknown): void {
    if (this.#reason !== undefined) return
    this.#reason = new Cancelled(why, cause)
    this.#interrupt?.(this.#reason)
  }

  /** Registers how to interrupt the current step; undefined once it has ended. */
  during(interrupt: ((reason: Cancelled) => void) | undefined): void {
    this.#interrupt = interrupt
    if (this.#reason !== undefined) interrupt?.(this.#reason)
  }

  /** Waits, unless the call is cancelled first. */
  async sleep(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs)
      this.during(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.during(undefined)
    this.throwIfCancelled()
  }

  /** @throws Cancelled when the call must not continue */
  throwIfCancelled(): void {
    if (this.#reason !== undefined) throw this.#reason
  }

  /** Removes the deadline; signals still apply. */
  clearDeadline(): void {
    clearTimeout(this.#timer)
  }

  /** Must be called when the call is over, so that no timer or listener is left. */
  end(): void {
    clearTimeout(this.#timer)
    this.#interrupt = undefined
    const onAbort = this.#onAbort
    if (onAbort === undefined) return
    for (const signal of this.#signals) signal.removeEventListener('abort', onAbort)
  }
}
