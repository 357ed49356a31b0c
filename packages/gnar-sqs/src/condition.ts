/** A condition that others can wait for. */
export class Condition {
  readonly #isTrue: () => boolean
  readonly #waiting: (() => void)[] = []

  constructor(isTrue: () => boolean) {
    this.#isTrue = isTrue
  }

  /** Call this whenever the condition may have become true. */
  changed(): void {
    if (this.#isTrue()) for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Waits for the condition, until `time` on the clock of `performance.now()`. @returns whether it is true */
  async isTrueBy(time: number): Promise<boolean> {
    if (this.#isTrue()) return true
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      timer = setTimeout(resolve, Math.max(0, time - performance.now()))
    })
    clearTimeout(timer)
    return this.#isTrue()
  }
}
