import type { FastifyBaseLogger } from 'fastify'

/** Ends the process once the lines of a buffering logger are written. */
export function exitProcess(log: FastifyBaseLogger & { flush?(done: () => void): void }, code: number): void {
  if (log.flush === undefined) process.exit(code)
  log.flush(() => process.exit(code))
}
