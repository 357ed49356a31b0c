import { STATUS_CODES } from 'node:http'
import { displayName } from './display-name.ts'
import { isTokenFailure, type JudgedFailure } from './failure.ts'
import type { FieldError } from './field-errors.ts'
import type { Values } from './settings.ts'

/** What goes over the wire for a failure. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, unknown>>
  body: string
}

/** What an answer tells beside the failure itself. */
interface Details {
  failure: JudgedFailure
  /** The failure's own message, else the app's display name and `API Error`. */
  message: string
  requestId: string
  /** Absent where it must not be told. */
  traceback: string | undefined
  fields: readonly FieldError[]
}

/** Longest traceback of an answer, in characters: its first line may hold text that the client chose. */
const maxTraceback = 8000

/** @returns a function from failures to answers in the chosen style */
export function createAnswers(values: Values) {
  const title = `${displayName(values.name)} API Error`
  const showsTraceback = values.traceback ?? !values.production
  const style = styles[values.style]
  return (failure: JudgedFailure, requestId: string, fields: readonly FieldError[] = []): Answer => {
    // Clients of style gnar ask whether `error` is set, which an empty text is not.
    const message = failure.publicMessage || title
    const traceback = showsTraceback
      ? `${title}:\n${failure.asError.stack}`.slice(0, maxTraceback)
      : undefined
    return style({ failure, message, requestId, traceback, fields })
  }
}

const json = 'application/json; charset=utf-8'

const styles: Readonly<Record<Values['style'], (details: Details) => Answer>> = {
  /** The original's: clients ask whether `error` is set, never for the status. */
  gnar: ({ failure, message, requestId, traceback }) => ({
    status: 200,
    headers: { ...without(failure.headers, 'www-authenticate'), 'content-type': json },
    body: JSON.stringify(
      isTokenFailure(failure) ? { error: message } : { error: message, requestId, traceback }
    )
  }),
  http: ({ failure, message, requestId, traceback }) => ({
    status: failure.status,
    headers: { ...withChallenge(failure), 'content-type': json },
    body: JSON.stringify({ error: message, requestId, traceback })
  }),
  /** RFC 9457; `pointer` and `detail` of a field are those of its example. */
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

/** RFC 9110 asks for a challenge with each 401. */
function withChallenge(failure: JudgedFailure): Readonly<Record<string, unknown>> {
  if (failure.status !== 401 || isTokenFailure(failure)) return failure.headers
  return { ...failure.headers, 'www-authenticate': 'Bearer' }
}

function without(
  headers: Readonly<Record<string, unknown>>,
  name: string
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name))
}
