/** The median of some samples, and the spread in which the true median lies. */
export interface Estimate {
  median: number
  low: number
  high: number
}

/** What can be said of a ratio to one. */
export type Comparison = 'higher' | 'lower' | 'equal' | 'too noisy'

/** What a measure is held to. */
export type Bound = { atLeast: number } | { atMost: number }

/** What can be said of an aim. */
export type Verdict = 'met' | 'missed' | 'too noisy'

/** How sure the spread is at least; five samples are the fewest that reach it (from least to greatest: 94 %). */
const confidence = 0.9

/** A difference of less is no difference: two equal contenders differ by as much from run to run. */
export const indifference = 0.02

/** A spread wider than this part of its median says nothing unless it lies on one side. */
const noiseLimit = 0.1

/**
 * Median and spread, without an assumption on how the samples are distributed: the spread runs from the k-th least to
 * the k-th greatest, with the largest k that still holds the confidence (a median misses that range as often as a coin
 * falls fewer than k times on one side).
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
export function estimateRatio(samples: readonly number[], beside: readonly number[]): Estimate {
  return estimate(samples.map((sample, round) => sample / (beside[round] ?? Number.NaN)))
}

/** Whether a ratio is above or below one. */
export function compare(ratio: Estimate): Comparison {
  if (ratio.high < 1 - indifference) return 'lower'
  if (ratio.low > 1 + indifference) return 'higher'
  return !isNoisy(ratio) && Math.abs(ratio.median - 1) <= indifference ? 'equal' : 'too noisy'
}

/** Whether what was measured keeps a bound. */
export function judge(measured: Estimate, bound: Bound): Verdict {
  const limit = 'atLeast' in bound ? bound.atLeast : bound.atMost
  const isKept = 'atLeast' in bound ? (value: number) => value >= limit : (value: number) => value <= limit
  const straddles = isKept(measured.low) !== isKept(measured.high)
  if (Number.isNaN(measured.median) || (straddles && isNoisy(measured))) return 'too noisy'
  return isKept(measured.median) ? 'met' : 'missed'
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
