import { setTimeout as sleep } from 'node:timers/promises'

/** What is done with each message: it waits for somebody else, as most handlers do. */
export async function handle(): Promise<void> {
  await sleep(2)
}
