import type { CallSite } from './call-site.ts'
import type { Plain } from './plain-value.ts'

/** One log call, ready to become a line. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  time: number
  /** pino's number. */
  level: number
  message: string | undefined
  requestId: string | undefined
  /** Fields of the logger and of the call, already redacted and bounded. */
  fields: Readonly<Record<string, Plain>>
  /** Errors among the fields, for the text format's stacks. */
  errors: readonly Error[]
  site: CallSite | undefined
}

/** A request that has been answered. */
export interface RequestRecord {
  time: number
  level: number
  requestId: string
  method: string
  /** Already redacted. */
  url: string
  statusCode: number
  /** Milliseconds from the request's arrival to the end of its answer. */
  responseTime: number
  /** What broke the answer off. */
  error: Error | undefined
}

/** Turns records into whole lines, their line ends included. */
export interface LineFormat {
  /** Whether errors are shown after the line and not among its fields. */
  readonly errorsApart: boolean
  /** Whether a line shows where the call stands; looking that up costs some microseconds. */
  readonly needsCallSite: boolean
  format(record: LogRecord): string
  formatRequest(record: RequestRecord): string
}
