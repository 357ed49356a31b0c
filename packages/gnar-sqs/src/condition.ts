/** Something that will hold at some time, and that others can wait for. */
export class Condition {
  readonly #holds: () => boolean
  readonly #waiting: (() => void)[] = []

  constructor(holds: () => boolean) {
    this.#holds = holds
  }

  /** To be called whenever it may have come to hold. */
  changed(): void {
    if (this.#holds()) for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Whether it holds at a point in time at the latest, on the clock of `performance.now()`. */
  async holdsBy(time: number): Promise<boolean> {
    if (this.#holds()) return true
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      timer = setTimeout(resolve, Math.max(0, time - performance.now()))
    })
    clearTimeout(timer)
    return this.#holds()
  }
}
