import { STATUS_CODES } from 'node:http'
import { displayName } from './display-name.ts'
import type { FieldError } from './field-errors.ts'
import { readText } from './read-property.ts'
import type { Values } from './settings.ts'
import { type Failure, isTokenFailure } from './translate-error.ts'

/** The response to a failure. */
export interface ErrorResponse {
  status: number
  headers: Readonly<Record<string, unknown>>
  body: string
}

/** What a response says about a failure. */
interface Details {
  failure: Failure
  /** The failure's own message, otherwise the app's display name and `API Error`. */
  message: string
  requestId: string
  /** Undefined where it must not be shown. */
  traceback: string | undefined
  fields: readonly FieldError[]
}

/** Longest traceback in a response, in characters: its first line may contain text that the client chose. */
const maxTraceback = 8000

/** @returns a function from failures to responses in the chosen style */
export function createResponses(values: Values) {
  const title = `${displayName(values.name)} API Error`
  const showsTraceback = values.traceback ?? !values.production
  const style = styles[values.style]
  return (failure: Failure, requestId: string, fields: readonly FieldError[] = []): ErrorResponse => {
    // Clients of style gnar check whether `error` is set, so an empty message will not do.
    const message = failure.publicMessage || title
    const traceback = showsTraceback
      ? `${title}:\n${readText(failure.asError, 'stack')}`.slice(0, maxTraceback)
      : undefined
    return style({ failure, message, requestId, traceback, fields })
  }
}

const json = 'application/json; charset=utf-8'

const styles: Readonly<Record<Values['style'], (details: Details) => ErrorResponse>> = {
  /** The original's: clients check `error`, never the status, which goes into a header of its own for gnar-peer. */
  gnar: ({ failure, message, requestId, traceback }) => ({
    status: failure.isProtocolFault ? failure.status : 200,
    headers: {
      ...without(failure.headers, 'www-authenticate'),
      'content-type': json,
      'x-gnar-status': String(failure.status)
    },
    body: JSON.stringify(
      isTokenFailure(failure) ? { error: message } : { error: message, requestId, traceback }
    )
  }),
  http: ({ failure, message, requestId, traceback }) => ({
    status: failure.status,
    headers: { ...withChallenge(failure), 'content-type': json },
    body: JSON.stringify({ error: message, requestId, traceback })
  }),
  /** RFC 9457, with `pointer` and `detail` per field as in its example. */
  problem: ({ failure, message, requestId, traceback, fields }) => ({
    status: failure.status,
    headers: { ...withChallenge(failure), 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[failure.status] ?? 'Unknown Error',
      status: failure.status,
      detail: message,
      requestId,
      errors: fields.length === 0 ? undefined : fields,
      traceback
    })
  })
}

/** The challenge of a 401 that has none of its own. */
export const defaultChallenge = 'Bearer'

/** RFC 9110 requires a challenge with each 401. */
function withChallenge(failure: Failure): Readonly<Record<string, unknown>> {
  if (failure.status !== 401 || isTokenFailure(failure)) return failure.headers
  return { ...failure.headers, 'www-authenticate': defaultChallenge }
}

function without(
  headers: Readonly<Record<string, unknown>>,
  name: string
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name))
}
