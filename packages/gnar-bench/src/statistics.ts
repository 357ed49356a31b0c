/** The median of some samples, and the interval that contains the true median. */
export interface Estimate {
  median: number
  low: number
  high: number
}

/** How a ratio compares to one. */
export type Comparison = 'higher' | 'lower' | 'equal' | 'too noisy'

/** The limit that an aim sets. */
export type Bound = { atLeast: number } | { atMost: number }

/** Whether an aim is met. */
export type Verdict = 'met' | 'missed' | 'too noisy' | 'too few rounds'

/** Minimum confidence of the interval. */
const confidence = 0.9

/** The fewest samples whose interval, from least to greatest, reaches that confidence (94 %). */
export const fewestSamples = 5

/** Smaller differences count as equal: two equal contenders differ by this much from run to run. */
export const indifference = 0.02

/** An interval wider than this fraction of its median is inconclusive unless it is on one side. */
const noiseLimit = 0.1

/**
 * Median and interval, for any distribution of the samples: the interval runs from the k-th least to the k-th greatest,
 * with the largest k that still reaches the confidence (a median is outside as often as a coin falls fewer than k times
 * on one side).
 */
export function estimate(samples: readonly number[]): Estimate {
  const sorted = [...samples].sort((a, b) => a - b)
  const skipped = Math.max(0, outliersAtEachEnd(sorted.length))
  return {
    median: median(sorted),
    low: sorted[skipped] ?? Number.NaN,
    high: sorted[sorted.length - 1 - skipped] ?? Number.NaN
  }
}

/** The ratio of two contenders, round by round, so that what slows a whole round slows both. */
export function estimateRatio(samples: readonly number[], baseline: readonly number[]): Estimate {
  return estimate(samples.map((sample, round) => sample / (baseline[round] ?? Number.NaN)))
}

/** Whether a ratio is above or below one. */
export function compare(ratio: Estimate): Comparison {
  if (ratio.high < 1 - indifference) return 'lower'
  if (ratio.low > 1 + indifference) return 'higher'
  return !isNoisy(ratio) && Math.abs(ratio.median - 1) <= indifference ? 'equal' : 'too noisy'
}

/** Whether a measurement is within a bound. */
export function judge(measured: Estimate, bound: Bound): Verdict {
  const limit = 'atLeast' in bound ? bound.atLeast : bound.atMost
  const isWithin = 'atLeast' in bound ? (value: number) => value >= limit : (value: number) => value <= limit
  const straddles = isWithin(measured.low) !== isWithin(measured.high)
  if (Number.isNaN(measured.median) || (straddles && isNoisy(measured))) return 'too noisy'
  return isWithin(measured.median) ? 'met' : 'missed'
}

function isNoisy({ median, low, high }: Estimate): boolean {
  return !(high - low <= noiseLimit * median)
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2
  const lower = sorted[Math.floor(middle)] ?? Number.NaN
  const upper = sorted[Math.ceil(middle)] ?? Number.NaN
  return (lower + upper) / 2
}

function outliersAtEachEnd(count: number): number {
  let skipped = -1
  let ways = 1
  let missed = ways
  while (1 - (2 * missed) / 2 ** count >= confidence) {
    skipped += 1
    ways = (ways * (count - skipped)) / (skipped + 1)
    missed += ways
  }
  return skipped
}
