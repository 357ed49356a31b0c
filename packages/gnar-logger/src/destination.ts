import pino from 'pino'
import sonicBoom from 'sonic-boom'
import { gatherLines } from './gather-lines.ts'
import type { LogDestination } from './settings.ts'

/** Standard output as one buffer for all loggers of the process, so that their lines keep their order. */
let buffer: LogDestination | undefined

/** Standard output: each line at once in development, gathered and written beside the event loop in production. */
export function openStandardOutput({ production }: { production: boolean }): LogDestination {
  if (!production) return pino.destination({ dest: 1, sync: true })
  buffer ??= openBuffer()
  return buffer
}

const signals = ['SIGTERM', 'SIGINT'] as const

/**
 * What is left is written when the process exits; a signal that nobody handles ends it without that, and an uncaught
 * exception may meet a handler that ends it harder. The sonic-boom that pino 10 brings waits for ever at the exit when
 * nobody reads any more, version 5 does not.
 */
function openBuffer(): LogDestination {
  for (const signal of signals) process.prependOnceListener(signal, flushAndPassOn)
  process.on('uncaughtExceptionMonitor', flushNow)
  process.on('exit', flushNow)
  const output = new sonicBoom.SonicBoom({ fd: 1, sync: false, contentMode: 'buffer' })
  const destination = gatherLines(output)
  output.on('error', (error: NodeJS.ErrnoException) => {
    // Lines that nobody will ever read must not pile up; a full disk may have room again.
    if (error.code === 'EPIPE') Object.assign(destination, { write: () => {}, flushSync: () => {} })
  })
  return destination
}

/**
 * With no other handler, the signal does what it would have done without us, once all lines are written. Ours is first
 * and gone when the next one runs, since some end the process only when they are alone.
 */
function flushAndPassOn(signal: NodeJS.Signals): void {
  if (buffer === undefined || process.listenerCount(signal) > 0) {
    flushNow()
    return
  }
  const passOn = () => process.kill(process.pid, signal)
  flushLines(buffer).then(passOn, passOn)
}

/** A standard output that is closed or broken must not end the process. */
function flushNow(): void {
  try {
    buffer?.flushSync?.()
  } catch {
    // Nothing can be written there any more.
  }
}

/** Longest wait for lines to be written, in milliseconds: a reader that stands still must not keep an app open. */
const maxFlush = 1000

/** Waits until all lines are written, where they are buffered, those that a thread is just writing included. */
export function flushLines(log: object): Promise<void> {
  const { flush } = log as Pick<LogDestination, 'flush'>
  return new Promise((resolve) => {
    if (flush === undefined) return resolve()
    const timer = setTimeout(resolve, maxFlush)
    flush.call(log, () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
