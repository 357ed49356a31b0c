import autocannon from 'autocannon'
import type { Measures } from '../scenario.ts'

/** Sends requests over 50 connections for so many seconds. Fails when a response is not 2xx. */
export async function fire(options: autocannon.Options, seconds: number): Promise<Measures> {
  const result = await autocannon({ connections: 50, ...options, duration: seconds, sampleInt: 100 })
  const { errors, timeouts, non2xx, mismatches } = result
  if (errors + timeouts + non2xx + mismatches > 0) {
    throw new Error(`${result.url}: ${non2xx} wrong responses, ${errors} errors, ${timeouts} timeouts`)
  }
  return { perSecond: result['2xx'] / result.duration }
}
