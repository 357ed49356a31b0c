import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Measures, Part } from '../scenario.ts'

/** Keeps `signUps` sign-ups in flight and requests `/ping` meanwhile over a separate connection. */
export default async function start(): Promise<Part> {
  return {
    async run({ seconds, facts: { url = '' }, options }): Promise<Measures> {
      const signUps = new Pool(url, { headersTimeout: 0, bodyTimeout: 0 })
      const pings = new Pool(url, { connections: 1 })
      const hashing = Array.from({ length: Number(options.signUps) }, () => signUp(signUps))
      try {
        return { p99Ms: await pingFor(pings, seconds) }
      } finally {
        await Promise.all([signUps.destroy(), pings.destroy(), ...hashing])
      }
    }
  }
}

/** Signs up again and again until the pool is destroyed. */
async function signUp(pool: Pool): Promise<void> {
  while (!pool.destroyed) {
    const body = JSON.stringify({ password: 'correct horse battery staple' })
    const headers = { 'content-type': 'application/json' }
    try {
      const response = await pool.request({ method: 'POST', path: '/sign-up', headers, body })
      await response.body.dump()
      if (response.statusCode !== 200) throw new Error(`sign-up returned ${response.statusCode}`)
    } catch (error) {
      if (!pool.destroyed) throw error
    }
  }
}

/** The time, in milliseconds, within which 99 of 100 pings got a response. */
async function pingFor(pool: Pool, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  while (performance.now() < end) {
    const began = performance.now()
    const { body } = await pool.request({ method: 'GET', path: '/ping' })
    await body.dump()
    times.push(performance.now() - began)
    await sleep(2)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN
}
