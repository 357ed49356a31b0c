import t from 'tap'
import { report } from '../src/report.ts'
import { summarise } from '../src/summary.ts'
import { slowed } from './scenario.ts'

const effort = { rounds: 5, seconds: 1, warmUpSeconds: 1 }
const busy = [0.99, 0.98, 1, 0.99, 0.97]

function samplesOf(perSecond: number[]) {
  return { perSecond, busy, cpuMicros: perSecond.map((value) => 1e6 / value) }
}

function summaryOf(plain: number[], other: number[], cores = { contender: 0, others: 1 }) {
  return summarise(slowed, {
    effort,
    cores,
    samples: { plain: samplesOf(plain), slowed: samplesOf(other) }
  })
}

t.test('B2 B4 the report shows ratios first with the aim of each, then medians and spread', async (t) => {
  t.matchSnapshot(report(summaryOf([26_000, 27_000, 26_500, 28_000, 26_400], [95, 96, 97, 95.5, 94])))
})

t.test('B2 the report says that a run was too noisy', async (t) => {
  t.matchSnapshot(
    report(summaryOf([26_000, 15_000, 26_500, 9000, 26_400], [15_000, 27_000, 13_000, 26_000, 25_000]))
  )
})

t.test('B2 a run alongside other work is too noisy to judge, however clear its ratios look', async (t) => {
  const samples = { ...samplesOf([100, 100, 100, 100, 100]), foreign: [0.01, 0.4, 0.3, 0.02, 0.35] }
  const disturbed = {
    effort,
    cores: { contender: 0, others: 1 },
    samples: { plain: samples, slowed: samples }
  }
  t.matchSnapshot(report(summarise(slowed, disturbed)))
})

t.test('B1 the report says when processes were not pinned', async (t) => {
  const summary = { ...summaryOf([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]), cores: undefined, aims: [] }
  t.match(report(summary), '5 rounds of 1 s, processes not pinned')
})
