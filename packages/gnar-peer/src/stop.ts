import { setMaxListeners } from 'node:events'

/** Why a call was stopped from outside. */
export class Stopped extends Error {
  readonly why: 'deadline' | 'aborted' | 'closed'

  constructor(why: 'deadline' | 'aborted' | 'closed', cause?: unknown) {
    super(why, { cause })
    this.why = why
  }
}

/**
 * What can end a call early: its deadline, signals, and the app that closes. At any time at most one step of a call
 * is under way, and it says with `during` how to interrupt it.
 */
export class Stop {
  #reason: Stopped | undefined
  readonly #endsAt: number
  readonly #signals: readonly AbortSignal[]
  #onAbort: ((event: Event) => void) | undefined
  #timer: NodeJS.Timeout | undefined
  #interrupt: ((reason: Stopped) => void) | undefined

  /** @param timeoutMs from now on; nothing or less stops at once */
  constructor(timeoutMs: number, signals: readonly AbortSignal[]) {
    this.#endsAt = performance.now() + timeoutMs
    this.#signals = signals
    if (timeoutMs <= 0) this.#reason = new Stopped('deadline')
    else this.#timer = setTimeout(() => this.now('deadline'), timeoutMs)
    for (const signal of signals) {
      // Many calls may share a signal, which is no leak: each listener goes with its call.
      setMaxListeners(0, signal)
      this.#onAbort ??= (event) => this.now('aborted', (event.target as AbortSignal).reason)
      if (signal.aborted) this.now('aborted', signal.reason)
      else signal.addEventListener('abort', this.#onAbort, { once: true })
    }
  }

  /** Milliseconds until the deadline. */
  get remainingMs(): number {
    return this.#endsAt - performance.now()
  }

  /** Stops the call. */
  now(why: Stopped['why'], cause?: unknown): void {
    if (this.#reason !== undefined) return
    this.#reason = new Stopped(why, cause)
    this.#interrupt?.(this.#reason)
  }

  /** Says how to interrupt the step that begins; undefined when it has ended. */
  during(interrupt: ((reason: Stopped) => void) | undefined): void {
    this.#interrupt = interrupt
    if (this.#reason !== undefined) interrupt?.(this.#reason)
  }

  /** Waits, unless the call is stopped meanwhile. */
  async sleep(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs)
      this.during(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.during(undefined)
    this.throwIfStopped()
  }

  /** @throws Stopped when the call must not go on */
  throwIfStopped(): void {
    if (this.#reason !== undefined) throw this.#reason
  }

  /** Takes the deadline away, while signals still count. */
  clearDeadline(): void {
    clearTimeout(this.#timer)
  }

  /** Must be called when the call is over, so that no timer and no listener stays. */
  end(): void {
    clearTimeout(this.#timer)
    this.#interrupt = undefined
    const onAbort = this.#onAbort
    if (onAbort === undefined) return
    for (const signal of this.#signals) signal.removeEventListener('abort', onAbort)
  }
}
