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

/** A request whose response is complete or was aborted. */
export interface CompletedRequest {
  method: string
  url: string
  statusCode: number
  /** Milliseconds from the arrival of the request to the end of its response. */
  responseTime: number
  /** What aborted the response. */
  error: Error | undefined
}

/** A completed request, ready to become a line; its URL is already redacted. */
export interface RequestRecord extends CompletedRequest {
  /** Milliseconds since 1970. */
  time: number
  /** pino's number. */
  level: number
  requestId: string
  /** Fields that subscribers of the diagnostics channel added. */
  fields: Readonly<Record<string, string>>
}

/** Turns records into whole lines, line ends included. */
export interface LineFormat {
  /** Whether errors are shown after the line instead of among its fields. */
  readonly errorsApart: boolean
  /** Whether a line shows its call site; looking that up costs some microseconds. */
  readonly needsCallSite: boolean
  format(record: LogRecord): string
  formatRequest(record: RequestRecord): string
}
