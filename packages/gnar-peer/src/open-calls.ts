import type { Cancellation } from './cancellation.ts'

/** The calls of an app, so that closing it can cancellation them. */
export class OpenCalls {
  readonly #cancellations = new Set<Cancellation>()
  #closed = false

  /** A call that begins after the app has closed is cancelled at once. */
  add(cancellation: Cancellation): void {
    if (this.#closed) cancellation.cancel('closed')
    else this.#cancellations.add(cancellation)
  }

  delete(cancellation: Cancellation): void {
    this.#cancellations.delete(cancellation)
  }

  /** Cancels every call, and all later ones. */
  close(): void {
    this.#closed = true
    for (const cancellation of [...this.#cancellations]) cancellation.cancel('closed')
  }
}
