/** An average in which a new value has a weight of a tenth, so it follows a change within about twenty values. */
export class MovingAverage {
  #value: number | undefined

  add(value: number): void {
    this.#value = this.#value === undefined ? value : this.#value + (value - this.#value) / 10
  }

  /** Undefined before the first value. */
  get value(): number | undefined {
    return this.#value
  }
}
