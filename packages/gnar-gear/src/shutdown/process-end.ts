import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { AppCore } from '../context.ts'
import { type DrainOptions, drainAndClose, openWork } from './drain-and-close.ts'

const signals = ['SIGTERM', 'SIGINT'] as const
const uncaughtEvents = ['uncaughtException', 'unhandledRejection'] as const

/**
 * Shuts the process down on the first SIGTERM or SIGINT, and ends it at once on the second.
 *
 * @returns removes the handlers
 */
export function closeOnSignals(server: FastifyInstance, options: DrainOptions): () => void {
  const { log } = server
  let closing = false

  const onSignal = (signal: NodeJS.Signals) => {
    if (closing) {
      const open = openWork(server).join(', ') || 'no request or message'
      log.error(`${signal} again: exiting at once; still open: ${open}`)
      return exitProcess(log, 1)
    }
    closing = true
    log.info(`${signal} received: finishing in-flight requests and messages`)
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

/** How an app ends after an error that nobody handled. */
interface UncaughtOptions extends DrainOptions {
  onUncaughtError: 'shutdown' | 'exit'
}

/**
 * Logs an error that nobody handled, lets requests in flight finish, and ends the process with code 1; a second one ends
 * it at once. Until the app serves, an error is logged and ends the process.
 */
export function watchUncaughtErrors(
  app: AppCore,
  { closeTimeoutMs, onUncaughtError }: UncaughtOptions
): { serving(): void; stop(): void; stopSoon(): void } {
  let isServing = false
  let closing = false

  const onError = (error: unknown) => {
    const { server } = app
    const exit = () => exitProcess(server.log, 1)
    logUncaught(server.log, error)
    if (closing || !isServing) return exit()
    closing = true
    drainAndClose(server, { closeTimeoutMs }).then(exit, (reason: Error) => {
      server.log.error(reason.message)
      exit()
    })
  }

  const stop = () => {
    for (const event of uncaughtEvents) process.off(event, onError)
  }
  if (onUncaughtError === 'shutdown') for (const event of uncaughtEvents) process.on(event, onError)
  return {
    serving() {
      isServing = true
    },
    stop,
    // A main module that does not catch the error of `run()` fails before this.
    stopSoon: () => void setImmediate(stop)
  }
}

/** Our own errors tell what to do, so that their stack is noise. */
function logUncaught(log: FastifyBaseLogger, error: unknown): void {
  if (!(error instanceof Error)) {
    log.fatal(
      `A non-Error value was thrown and not caught: ${String(error)}; throw an Error to keep the stack`
    )
    return
  }
  const { code } = error as NodeJS.ErrnoException
  if (code?.startsWith('GNAR_ERR_')) log.fatal(error.message)
  else log.fatal({ err: error }, error.message)
}

/** Ends the process once the lines of a buffering logger are written. */
export function exitProcess(log: FastifyBaseLogger & { flush?(done: () => void): void }, code: number): void {
  if (log.flush === undefined) process.exit(code)
  log.flush(() => process.exit(code))
}
