import t from 'tap'
import { backoffDelayMs } from '../src/backoff.ts'

t.test('Q6 delays grow with each failure, half of each is random, and they are capped', async (t) => {
  for (let failures = 1; failures <= 1100; failures += 1) {
    const whole = Math.min(30_000, 200 * 2 ** (failures - 1))
    const delay = backoffDelayMs(failures, 30_000)
    if (delay < whole / 2 || delay > whole) t.fail(`${delay} after ${failures} failures`)
  }
  const delays = new Set(Array.from({ length: 20 }, () => backoffDelayMs(3, 30_000)))
  t.ok(delays.size > 1)
})
