import t from 'tap'
import { compare, estimate, estimateRatio, judge } from '../src/statistics.ts'

t.test('B2 the median comes with a spread: from least to greatest of few rounds', async (t) => {
  t.strictSame(estimate([5, 1, 4, 2, 3]), { median: 3, low: 1, high: 5 })
  t.strictSame(estimate([4, 1, 3, 2]).median, 2.5)
  t.ok(Number.isNaN(estimate([]).median))
})

t.test('B2 eight rounds exclude one outlier at each end, fourteen exclude three', async (t) => {
  t.match(estimate([1000, 10, 11, 12, 13, 14, 15, 0]), { low: 10, high: 15 })
  t.match(estimate(Array.from({ length: 14 }, (_, index) => index)), { low: 3, high: 10 })
})

t.test('B2 a ratio is taken round by round, so that a slow round slows both', async (t) => {
  t.strictSame(estimateRatio([50, 25, 5, 50, 40], [100, 50, 10, 100, 80]), {
    median: 0.5,
    low: 0.5,
    high: 0.5
  })
})

t.test('B3 a variant slowed on purpose is reported below, a faster one above', async (t) => {
  const plain = [101, 99, 100, 102, 98]
  const slowed = [91, 88, 90, 92, 89]
  t.equal(compare(estimateRatio(slowed, plain)), 'lower')
  t.equal(compare(estimateRatio(plain, slowed)), 'higher')
})

t.test('B3 equal variants are reported equal', async (t) => {
  const plain = [100, 99, 101, 100, 102]
  t.equal(compare(estimateRatio(plain, plain)), 'equal')
  t.equal(compare(estimateRatio([101, 98, 102, 99, 103], plain)), 'equal')
})

t.test('B2 contradictory rounds are too noisy to judge', async (t) => {
  const plain = [100, 140, 70, 100, 120]
  const other = [130, 90, 100, 105, 80]
  t.equal(compare(estimateRatio(other, plain)), 'too noisy')
  t.equal(compare(estimate([])), 'too noisy')
  t.equal(judge(estimateRatio(other, plain), { atLeast: 1 }), 'too noisy')
  t.equal(judge(estimate([]), { atLeast: 1 }), 'too noisy')
})

t.test('B2 a wide spread on one side of the aim can be judged', async (t) => {
  const wide = { median: 2, low: 1.2, high: 4 }
  t.equal(judge(wide, { atLeast: 1 }), 'met')
  t.equal(judge(wide, { atMost: 1 }), 'missed')
  t.equal(judge(wide, { atLeast: 2 }), 'too noisy')
})

t.test('B4 a narrow spread around the aim is judged by its median', async (t) => {
  t.equal(judge({ median: 0.79, low: 0.77, high: 0.8 }, { atLeast: 0.78 }), 'met')
  t.equal(judge({ median: 0.77, low: 0.76, high: 0.79 }, { atLeast: 0.78 }), 'missed')
  t.equal(judge({ median: 0.77, low: 0.76, high: 0.79 }, { atMost: 0.78 }), 'met')
})
