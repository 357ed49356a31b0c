import type { FastifyBaseLogger } from 'fastify'
import { type DrainOptions, drainAndClose, openWork } from './drain-and-close.ts'
import type { GnarApp } from './gnar-app.ts'

const signals = ['SIGTERM', 'SIGINT'] as const

/**
 * Ends the process well on the first SIGTERM or SIGINT, and at once on the second.
 *
 * @returns what takes the handlers away again
 */
export function closeOnSignals({ server }: GnarApp, options: DrainOptions): () => void {
  const { log } = server
  let closing = false

  const onSignal = (signal: NodeJS.Signals) => {
    if (closing) {
      log.error(`${signal} again: ending at once, still open: ${openWork(server).join(', ') || 'no request'}`)
      return exit(log, 1)
    }
    closing = true
    log.info(`${signal} received: finishing what is in hand`)
    drainAndClose(server, options).then(
      () => exit(log, 0),
      (error: Error) => {
        log.error(error.message)
        exit(log, 1)
      }
    )
  }

  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

/** Lines of a buffering logger are written before the process ends. */
function exit(log: FastifyBaseLogger & { flush?(done: () => void): void }, code: number): void {
  if (log.flush === undefined) process.exit(code)
  log.flush(() => process.exit(code))
}
