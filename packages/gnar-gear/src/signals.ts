import { type DrainOptions, drainAndClose, openWork } from './drain-and-close.ts'
import { exitProcess } from './exit-process.ts'
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
      log.error(
        `${signal} again: ending at once, still open: ${openWork(server).join(', ') || 'no request or message'}`
      )
      return exitProcess(log, 1)
    }
    closing = true
    log.info(`${signal} received: finishing what is in hand`)
    drainAndClose(server, options).then(
      () => exitProcess(log, 0),
      (error: Error) => {
        log.error(error.message)
        exitProcess(log, 1)
      }
    )
  }

  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
