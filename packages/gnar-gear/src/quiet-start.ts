import type { FastifyInstance } from 'fastify'
import type { GnarApp } from './gnar-app.ts'

/**
 * Keeps from a start's log what the terminal of `gnar dev` shows already: failures of route modules, and on a reload
 * the lines at INFO.
 *
 * @returns what restores the log
 */
export function quietStart({ log }: FastifyInstance, app: GnarApp, reload: boolean): () => void {
  let started = false
  const isShown = (details: unknown) => {
    const { err } = Object(details) as { err?: unknown }
    return err !== undefined && [...app.failures.values()].some(({ error }) => error === err)
  }
  const filters = { info: () => reload, error: isShown }
  for (const [name, skip] of Object.entries(filters)) {
    Object.assign(log, { [name]: filter(log[name as keyof typeof filters], skip) })
  }

  function filter(write: (...args: never[]) => void, skip: (details: unknown) => boolean) {
    return (...args: never[]) => {
      if (started || !skip(args[0])) write.apply(log, args)
    }
  }
  return () => {
    started = true
  }
}
