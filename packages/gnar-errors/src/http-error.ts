import { createError } from '@fastify/error'
import { HttpStatusError } from './errors.ts'

const Base = createError<'GNAR_ERR_HTTP', 500, [string, { cause: unknown }?]>('GNAR_ERR_HTTP', '%s', 500)

/** `GNAR_ERR_HTTP`: an error whose status and message are meant for the client. */
export class HttpError extends Base {
  readonly expose = true
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, { cause, headers = {} }: HttpErrorOptions = {}) {
    super(message, ...(cause === undefined ? [] : [{ cause }]))
    Object.assign(this, { statusCode: status })
    this.headers = headers
  }
}

/** Options of `httpError`. */
export interface HttpErrorOptions {
  /** Logged, never sent to the client. */
  cause?: unknown
  /** Headers of the response, such as `retry-after`. */
  headers?: Readonly<Record<string, string>>
}

/**
 * An error whose status and message the client receives.
 *
 * @param status from 400 to 599
 * @param message what the client reads
 * @throws HttpStatusError for any other status
 */
export function httpError(status: number, message: string, options?: HttpErrorOptions): HttpError {
  if (!Number.isInteger(status) || status < 400 || status > 599) throw new HttpStatusError(String(status))
  return new HttpError(status, message, options)
}
