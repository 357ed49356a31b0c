import type { Stop } from './stop.ts'

/** The calls of an app, so that closing it can stop them. */
export class CallsUnderWay {
  readonly #stops = new Set<Stop>()
  #closed = false

  /** A call that begins after the app was closed is stopped at once. */
  add(stop: Stop): void {
    if (this.#closed) stop.now('closed')
    else this.#stops.add(stop)
  }

  delete(stop: Stop): void {
    this.#stops.delete(stop)
  }

  /** Stops every call, those to come as well. */
  close(): void {
    this.#closed = true
    for (const stop of [...this.#stops]) stop.now('closed')
  }
}
