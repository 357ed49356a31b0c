import pino from 'pino'
import sonicBoom from 'sonic-boom'
import { gatherLines } from './gather-lines.ts'
import type { LogDestination } from './settings.ts'

/** Standard output as one buffer for all loggers of the process, so that their lines keep their order. */
let buffer: LogDestination | undefined

/** Standard output: written line by line in development, gathered and written off the event loop in production. */
export function openStandardOutput({ production }: { production: boolean }): LogDestination {
  if (!production) return pino.destination({ dest: 1, sync: true })
  buffer ??= openBuffer()
  return buffer
}

const signals = ['SIGTERM', 'SIGINT'] as const

/**
 * The rest is written when the process exits, but an unhandled signal skips the exit event, and a handler of uncaught
 * exceptions may end the process harder. We depend on sonic-boom 5, since version 4 of pino 10 blocks the exit for ever
 * once nobody reads the output.
 */
function openBuffer(): LogDestination {
  for (const signal of signals) process.prependOnceListener(signal, flushAndPassOn)
  process.on('uncaughtExceptionMonitor', flushNow)
  process.on('exit', flushNow)
  const output = new sonicBoom.SonicBoom({ fd: 1, sync: false, contentMode: 'buffer' })
  const destination = gatherLines(output)
  output.on('error', (error: NodeJS.ErrnoException) => {
    // After EPIPE nobody will read again, so lines must not pile up; any other error may pass.
    if (error.code === 'EPIPE') Object.assign(destination, { write: () => {}, flushSync: () => {} })
  })
  return destination
}

/**
 * Without another handler, the signal does what it would have done without us, once all lines are written. Ours runs
 * first and is already removed when the next one runs, since some end the process only when they are the only one.
 */
function flushAndPassOn(signal: NodeJS.Signals): void {
  if (buffer === undefined || process.listenerCount(signal) > 0) {
    flushNow()
    return
  }
  const passOn = () => process.kill(process.pid, signal)
  flushLines(buffer).then(passOn, passOn)
}

/** A closed or broken standard output must not end the process. */
function flushNow(): void {
  try {
    buffer?.flushSync?.()
  } catch {
    // Nothing can be written there anymore.
  }
}

/** Longest wait for lines to be written: a stalled reader must not keep an app open. */
const maxFlushMs = 1000

/** Waits until all buffered lines are written, including those that a thread is writing right now. */
export function flushLines(log: object): Promise<void> {
  const { flush } = log as Pick<LogDestination, 'flush'>
  return new Promise((resolve) => {
    if (flush === undefined) return resolve()
    const timer = setTimeout(resolve, maxFlushMs)
    flush.call(log, () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
