import { sep } from 'node:path'
import type { Send } from './queries.ts'

/** More of a statement would hide the rest of a stack. */
const maxText = 1000

/**
 * Makes the stack of each failure name the statement's text, never its values, and the caller's line; the stack of `pg`
 * begins where the response was parsed. For development, since each call captures a stack.
 */
export function traceStatements(send: Send): Send {
  return (statement, rowMode) => {
    const site = { stack: '' }
    Error.captureStackTrace(site)
    return send(statement, rowMode).catch((error: unknown) => {
      if (error instanceof Error) {
        const { text } = statement
        const shown = text.length > maxText ? `${text.slice(0, maxText)}…` : text
        const frames = site.stack.split('\n').slice(1)
        const callers = frames.filter((frame) => !frame.includes(import.meta.dirname + sep))
        error.stack = [`${error.name}: ${error.message}`, `  in the statement: ${shown}`, ...callers].join(
          '\n'
        )
      }
      throw error
    })
  }
}
