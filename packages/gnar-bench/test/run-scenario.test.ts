import t from 'tap'
import { allowedCores, busyOf, findCores } from '../src/cores.ts'
import { runScenario } from '../src/run-scenario.ts'
import { defineScenario } from '../src/scenario.ts'
import { summarise } from '../src/summary.ts'
import './plain-processes.ts'
import { slowed } from './scenario.ts'

const effort = { rounds: 2, seconds: 0.5, warmUpSeconds: 0 }

t.test('B1 B3 a variant slowed on purpose is reported slower, and misses its aim', async (t) => {
  const turns: string[] = []
  const samples = await runScenario(slowed, effort, findCores(), (text) => turns.push(text))

  // A slowdown as great as this one shows on any machine, however busy that is.
  for (const taken of Object.values(samples.samples)) {
    t.ok(taken.foreign?.every((part) => part >= 0 && part <= 1))
    delete taken.foreign
  }
  const { aims, measures } = summarise(slowed, samples)
  t.match(aims, [{ verdict: 'missed' }, { verdict: 'met' }])
  t.match(measures, [
    { measure: 'perSecond', contenders: [{ name: 'plain' }, { name: 'slowed', standing: 'slower' }] },
    { measure: 'cpuMicros', contenders: [{ name: 'plain' }, { name: 'slowed', standing: 'more' }] }
  ])
  t.strictSame(
    turns,
    [
      'slowed: round 1 of 2, plain',
      'slowed: round 1 of 2, slowed',
      'slowed: round 2 of 2, slowed',
      'slowed: round 2 of 2, plain'
    ],
    'each has its turn, in reverse order in every other round'
  )
})

t.test('B1 a contender that cannot start ends its scenario with an error that names it', async (t) => {
  const broken = defineScenario({
    ...slowed,
    name: 'broken',
    contenders: { lift: { file: new URL('./fixtures/broken.ts', import.meta.url) } },
    aims: []
  })
  await t.rejects(runScenario(broken, effort, undefined), {
    message: /^broken, contender lift: .*no piste today/
  })
})

t.test('B1 the cores are those that the system allows this process', async (t) => {
  t.strictSame(allowedCores('Name:\tnode\nCpus_allowed_list:\t0-2,7\nMems_allowed_list:\t0\n'), [0, 1, 2, 7])
  t.strictSame(allowedCores('Cpus_allowed_list:\t5\n'), [5])
  t.strictSame(allowedCores(''), [])
})

t.test('B2 busy time is read from the system, for one core or all', async (t) => {
  const statistics =
    'cpu  30 3 10 900 5 0 7 2 0 0\ncpu0 10 1 4 450 5 0 3 1 0 0\ncpu1 20 2 6 450 0 0 4 1 0 0\nintr 1\n'
  t.strictSame(busyOf(statistics, 1), { busyMs: 290, cores: 1 })
  t.strictSame(busyOf(statistics, undefined), { busyMs: 450, cores: 2 })
  t.strictSame(busyOf('', 0), { busyMs: 0, cores: 1 })
})
