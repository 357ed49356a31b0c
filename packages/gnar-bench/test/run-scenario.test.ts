import t from 'tap'
import { allowedCores, busyOf, findCores } from '../src/cores.ts'
import { startProgram, usageOf } from '../src/program.ts'
import { runScenario } from '../src/run-scenario.ts'
import { defineScenario } from '../src/scenario.ts'
import { summarise } from '../src/summary.ts'
import './plain-processes.ts'
import { slowed } from './scenario.ts'

const effort = { rounds: 5, seconds: 0.2, warmUpSeconds: 0 }

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
    turns.slice(0, 4),
    [
      'slowed: round 1 of 5, plain',
      'slowed: round 1 of 5, slowed',
      'slowed: round 2 of 5, slowed',
      'slowed: round 2 of 5, plain'
    ],
    'each has its turn, in reverse order in every other round'
  )
})

t.test('B1 a quick run starts each contender once, and measures it in every round', async (t) => {
  const quick = { ...effort, rounds: 2, seconds: 0.1, warmUpSeconds: 0.1, keepRunning: true }
  const { samples } = await runScenario(slowed, quick, undefined)
  t.equal(samples.plain?.perSecond?.length, 2)
  t.equal(samples.slowed?.perSecond?.length, 2)
})

t.test('B1 a scenario stops when its time is up, after one round at least, and judges nothing', async (t) => {
  const samples = await runScenario(slowed, { ...effort, limitSeconds: 0.001 }, undefined)
  t.equal(samples.effort.rounds, 1)
  const { aims, measures } = summarise(slowed, samples)
  t.match(aims, [{ verdict: 'too few rounds' }, { verdict: 'too few rounds' }])
  t.match(measures[0]?.contenders[1], { standing: 'too few rounds' })
})

t.test('B1 each phase of a turn has its own results', async (t) => {
  const phased = defineScenario({ ...slowed, phases: { first: {}, second: {} } })
  const { samples } = await runScenario(phased, { ...effort, rounds: 1 }, undefined)
  for (const measure of ['first.perSecond', 'first.busy', 'second.perSecond', 'second.cpuMicros', 'peakMb']) {
    t.equal(samples.plain?.[measure]?.length, 1, measure)
  }
})

t.test('B1 what a program has used is read from Linux, whatever its name', async (t) => {
  const statistics = `42 (a (very) odd name) ${'S 1 2 3 4 5 6 7 8 9 10'} 150 50 0 0`
  t.strictSame(usageOf(statistics, 'VmPeak:\t9 kB\nVmHWM:\t  2048 kB\n'), { cpuMs: 2000, peakMb: 2 })
})

t.test('B1 a program that ends before it serves is an error', async (t) => {
  const file = new URL('./fixtures/broken.ts', import.meta.url)
  await t.rejects(startProgram({ file }, {}, undefined), { message: /broken\.ts does not serve/ })
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
