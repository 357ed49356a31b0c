import { inspect } from 'node:util'
import type { ErrorReport, RouteFailure } from './development-child.ts'
import type { GnarApp } from './gnar-app.ts'

/** An error as it travels to another process. */
export function reportError(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: inspect(error) }
  const { name, message, code } = error as NodeJS.ErrnoException
  return { name, message, ...(code !== undefined && { code }), stack: inspect(error) }
}

/** The route modules that an app left out. */
export function reportFailures({ failures }: GnarApp): RouteFailure[] {
  return [...failures].map(([file, { prefix, error }]) => ({
    file,
    prefix: prefix === '' ? '/' : prefix,
    error: reportError(error)
  }))
}
