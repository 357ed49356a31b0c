/** One step of the walk, with the service's response. */
export interface Step {
  title: string
  method: string
  path: string
  /** HTTP status; style `gnar` returns failures with 200 and `error`, as the original does. */
  status: number
  durationMs: number
  /** Lines of the response to show. */
  lines: string[]
}

/** A step with an unexpected response. */
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
