/** One step of the walk, with what the service answered. */
export interface Step {
  title: string
  method: string
  path: string
  /** HTTP status; style `gnar` answers failures with 200 and `error`, as the original does. */
  status: number
  durationMs: number
  /** What is worth showing of the answer, a line each. */
  lines: string[]
}

/** A step whose answer was not what it should be. */
export class StepError extends Error {
  readonly step: Step

  constructor(step: Step, expected: string) {
    super(`${step.title}: expected ${expected}`)
    this.step = step
  }
}

/** A path or address without its origin and without the value of its token. */
export function shorten(path: string): string {
  return path.replace(/^https?:\/\/[^/]+/, '').replace(/(token=.{4})[^&]+/, '$1…')
}
