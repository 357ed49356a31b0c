/** One step of the walk, with the service's response. */
export interface Step {
  title: string
  method: string
  path: string
  /** The failure's own status where style `gnar` sends it with 200, as the original does; otherwise the HTTP status. */
  status: number
  /** Whether the HTTP status is 200 in spite of that. */
  sentAs200?: boolean
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
