import { setTimeout as delay } from 'node:timers/promises'
import { type Fleet, startFleet } from './fleet.ts'
import { printFailure, printReady, printStep, printTitle, printWhereabouts } from './print.ts'
import { walk } from './walk.ts'

const once = process.argv.includes('--once')
/** How long servers and services may take to stop; what is left then ends with this process. */
const endsWithinMs = 8_000

let fleet: Fleet | undefined
const stopRequested = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
})

// The reader of our output may exit early, as `head` does.
process.stdout.on('error', () => process.exit(1))

try {
  await Promise.race([tour(), stopRequested])
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
await Promise.race([fleet?.stop(), delay(endsWithinMs)])
process.exit()

/** Starts everything, walks through it, and stays up until a signal. */
async function tour(): Promise<void> {
  printTitle('Starting Postgres, SQS, SES and two services')
  const startedAt = performance.now()
  fleet = await startFleet({ logDir: '.gnar', dataDir: '.gnar', ports: [9400, 9401] })
  printReady(performance.now() - startedAt)

  printTitle('A rider signs up, logs in and looks around')
  for await (const step of walk(fleet)) printStep(step)
  if (once) return

  printWhereabouts(fleet)
  await stopRequested
}
