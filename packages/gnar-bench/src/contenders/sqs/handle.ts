import { setTimeout as sleep } from 'node:timers/promises'

/** Handles a message by waiting, as most handlers do for another service. */
export async function handle(): Promise<void> {
  await sleep(2)
}
