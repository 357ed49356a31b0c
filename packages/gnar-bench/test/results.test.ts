import t from 'tap'
import { drawChart } from '../src/chart.ts'
import { fillReadme } from '../src/readme.ts'
import { merge, type Run } from '../src/runs.ts'
import { defineScenario, rate } from '../src/scenario.ts'
import { summarise } from '../src/summary.ts'

const file = new URL('./fixtures/server.ts', import.meta.url)

const preset = defineScenario({
  name: 'preset',
  title: 'two routes',
  measures: {
    'hello.perSecond': rate('requests/s: a hello'),
    'row.perSecond': rate('requests/s: <one row> & more')
  },
  contenders: { 'gnar-gear': { file }, 'by hand': { file } },
  aims: [
    { measure: 'hello.perSecond', of: 'gnar-gear', to: 'by hand', bound: { atLeast: 0.9 } },
    { measure: 'row.perSecond', of: 'gnar-gear', to: 'by hand', bound: { atLeast: 1.25 } }
  ]
})

function measured(node: string, factor = 1): Run {
  const samples = (hello: number, row: number) => ({
    'hello.perSecond': [0.98, 0.99, 1, 1.01, 1.02].map((spread) => hello * spread * factor),
    'row.perSecond': [0.98, 0.99, 1, 1.01, 1.02].map((spread) => row * spread * factor)
  })
  const summary = summarise(preset, {
    effort: { rounds: 5, seconds: 1, warmUpSeconds: 1 },
    cores: { contender: 0, others: 1 },
    samples: { 'gnar-gear': samples(40_000, 13_000), 'by hand': samples(42_000, 10_000) }
  })
  return { node, machine: 'a machine', date: '2026-11-25T12:00:00.000Z', summary }
}

t.test('B5 the chart shows the rates of each route, with medians and spread', async (t) => {
  t.matchSnapshot(drawChart({ runs: [measured('24.21.0'), measured('20.20.2')] }))
  t.equal(drawChart({ runs: [] }), undefined)
})

t.test('B5 the README shows the results between its markers, with machine and date', async (t) => {
  const readme =
    'before\n<!-- results: filled by npm run bench:readme -->\nold\n<!-- end of results -->\nafter\n'
  t.matchSnapshot(fillReadme(readme, { runs: [measured('20.20.2'), measured('24.21.0')] }))
  t.match(fillReadme(readme, { runs: [] }), /^before\n.*\n\nNo full run yet\.\n\n.*\nafter\n$/)
  t.throws(() => fillReadme('no markers', { runs: [] }), { message: /no markers/ })
})

t.test('B5 a new run replaces the one of the same scenario and version of Node', async (t) => {
  const [old20, old24, new20] = [measured('20.19.0'), measured('24.0.0'), measured('20.20.2', 2)]
  t.strictSame(merge([old20, old24], [new20]), [old24, new20])
})
