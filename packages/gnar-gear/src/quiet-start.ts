import type { FastifyInstance } from 'fastify'
import type { GnarApp } from './gnar-app.ts'

type Log = (...args: unknown[]) => void

/**
 * Keeps out of a start's log what the terminal of `gnar dev` shows already: failures of route modules, and on a reload
 * all lines at INFO.
 *
 * @returns what restores the log
 */
export function quietStart({ log }: FastifyInstance, app: GnarApp, reload: boolean): () => void {
  const isShown = (details: unknown) => {
    const { err } = Object(details) as { err?: unknown }
    return err !== undefined && [...app.failures.values()].some(({ error }) => error === err)
  }
  const restores = [filterMethod(log, 'error', isShown)]
  if (reload) restores.push(filterMethod(log, 'info', () => true))
  return () => {
    for (const restore of restores) restore()
  }
}

/** A property that a change of the level, which assigns the methods again, does not undo. */
function filterMethod(log: object, name: string, skip: (details: unknown) => boolean): () => void {
  let write: Log = Reflect.get(log, name)
  Object.defineProperty(log, name, {
    configurable: true,
    enumerable: true,
    get:
      (): Log =>
      (...args) => {
        if (!skip(args[0])) write.apply(log, args)
      },
    set: (value: Log) => {
      write = value
    }
  })
  return () => {
    Object.defineProperty(log, name, { configurable: true, enumerable: true, writable: true, value: write })
  }
}
