import type { Measures } from '../scenario.ts'

/** Keeps so many jobs in flight for so many seconds, and counts those that finish. */
export async function keepInFlight(
  count: number,
  seconds: number,
  job: () => Promise<unknown>
): Promise<Measures> {
  const began = performance.now()
  const end = began + seconds * 1000
  let done = 0
  const work = async () => {
    while (performance.now() < end) {
      await job()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: count }, work))
  return { perSecond: (done * 1000) / (performance.now() - began) }
}
