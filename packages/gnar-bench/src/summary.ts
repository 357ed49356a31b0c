import type { Cores } from './cores.ts'
import type { Effort, Samples } from './run-scenario.ts'
import type { Aim, Scenario } from './scenario.ts'
import {
  type Comparison,
  compare,
  type Estimate,
  estimate,
  estimateRatio,
  fewestSamples,
  judge,
  type Verdict
} from './statistics.ts'

/** The results of a scenario: the aims first, then every measure. */
export interface Summary {
  name: string
  title: string
  effort: Effort
  cores: Cores | undefined
  notes: readonly string[]
  /** Fraction of the time in which programs other than the benchmark had the contender's core. */
  foreign: number
  /** Whether that is too much to judge anything. */
  isDisturbed: boolean
  aims: AimResult[]
  measures: MeasureResult[]
}

export interface AimResult extends Aim {
  unit: string
  measured: Estimate
  verdict: Verdict
}

export interface MeasureResult {
  measure: string
  unit: string
  contenders: ContenderResult[]
}

export interface ContenderResult {
  name: string
  value: Estimate
  /** To the baseline, the scenario's first contender. */
  ratio: Estimate
  /** `faster`, `slower`, `equal`, `too noisy` or `too few rounds`, compared to the baseline. */
  standing: string
  /** Fraction of one core that its process used meanwhile; undefined for what is measured over the whole turn. */
  busy: number | undefined
  samples: readonly number[]
}

/** The operating system's own work takes less; ticks of 10 ms are no more precise. */
const foreignLimit = 0.05

/** Summarises the samples of a scenario. */
export function summarise(scenario: Scenario, { effort, cores, samples }: Samples): Summary {
  const { name, title, notes = [] } = scenario
  const of = (contender: string, measure: string) => samples[contender]?.[measure] ?? []
  const names = Object.keys(scenario.contenders)
  const [baseline = ''] = names

  const foreign = Math.max(
    0,
    ...Object.values(samples).flatMap((taken) =>
      Object.entries(taken)
        .filter(([measure]) => sibling(measure, 'foreign') === measure)
        .map(([, values]) => estimate(values).median || 0)
    )
  )
  const isDisturbed = foreign > foreignLimit

  const verdictOf = (rounds: number, measured: Estimate, { bound }: Aim): Verdict => {
    if (rounds < fewestSamples) return 'too few rounds'
    return isDisturbed ? 'too noisy' : judge(measured, bound)
  }

  const aims = scenario.aims.map((aim): AimResult => {
    const own = of(aim.of, aim.measure)
    const measured = aim.to === undefined ? estimate(own) : estimateRatio(own, of(aim.to, aim.measure))
    const unit = aim.to === undefined ? (scenario.measures[aim.measure]?.unit ?? '') : ''
    return { ...aim, unit, measured, verdict: verdictOf(own.length, measured, aim) }
  })

  const measures = Object.entries(scenario.measures).map(([measure, { unit, higher, lower }]) => {
    const words: Record<Comparison, string> = { higher, lower, equal: 'equal', 'too noisy': 'too noisy' }
    const contenders = names.map((contender): ContenderResult => {
      const own = of(contender, measure)
      const ratio = estimateRatio(own, of(baseline, measure))
      return {
        name: contender,
        value: estimate(own),
        ratio,
        standing:
          own.length < fewestSamples ? 'too few rounds' : words[isDisturbed ? 'too noisy' : compare(ratio)],
        busy: busyOf(of(contender, sibling(measure, 'busy'))),
        samples: own
      }
    })
    return { measure, unit, contenders }
  })
  return { name, title, effort, cores, notes, foreign, isDisturbed, aims, measures }
}

/** Another measure of the same phase: `hello.busy` for `hello.perSecond`. */
function sibling(measure: string, name: string): string {
  return measure.replace(/[^.]*$/, name)
}

function busyOf(samples: readonly number[]): number | undefined {
  return samples.length === 0 ? undefined : estimate(samples).median
}
