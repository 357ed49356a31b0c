import { type Cores, readBusy } from './cores.ts'
import { type PartProcess, startPart } from './part-process.ts'
import type { Contender, Facts, Measures, Scenario } from './scenario.ts'

/** How long and how often to measure. */
export interface Effort {
  /** Turns of each contender, at least five. */
  rounds: number
  /** Seconds of one turn. */
  seconds: number
  /** Seconds of load before a turn is measured, for code to be compiled and pools to fill. */
  warmUpSeconds: number
}

/** The measurements: a sample per round, for each contender and measure. */
export interface Samples {
  effort: Effort
  cores: Cores | undefined
  samples: Record<string, Record<string, number[]>>
}

/**
 * The harness's own measures, in addition to the scenario's: the fraction of one core that the contender used, the
 * fraction of its core (not pinned: of all cores) that programs other than the benchmark used, processor time in
 * microseconds per unit of work, and peak memory in MiB.
 */
export type OwnMeasure = 'busy' | 'foreign' | 'cpuMicros' | 'peakMb'

/**
 * Runs a scenario: each round gives every contender one turn in a fresh process, every other round in reverse order,
 * so that neither a slow start nor a machine that slows down favours one of them.
 * @param notify receives progress messages
 */
export async function runScenario(
  scenario: Scenario,
  wanted: Effort,
  cores: Cores | undefined,
  notify: (text: string) => void = () => {}
): Promise<Samples> {
  const effort = { ...wanted, seconds: Math.max(wanted.seconds, scenario.leastSeconds ?? 0) }
  const pinned = scenario.pin === false ? undefined : cores
  const lasting: PartProcess[] = []
  const start = async (module: Scenario['backend'], facts: Facts) => {
    if (module === undefined) return undefined
    const part = await startPart(module, facts, pinned?.others)
    lasting.unshift(part)
    return part
  }

  try {
    const backend = await start(scenario.backend, {})
    const facts = backend?.facts ?? {}
    const load = await start(scenario.load, facts)
    const names = Object.keys(scenario.contenders)
    const samples = Object.fromEntries(names.map((name) => [name, {} as Record<string, number[]>]))

    for (let round = 0; round < effort.rounds; round += 1) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        notify(`${scenario.name}: round ${round + 1} of ${effort.rounds}, ${name}`)
        const contender = scenario.contenders[name] as Contender
        const turn = { load, lasting, facts, effort, core: pinned?.contender }
        const measures = await takeTurn(contender, turn).catch((error) => {
          throw new Error(`${scenario.name}, contender ${name}: ${error.message}`, { cause: error })
        })
        const taken = samples[name] as Record<string, number[]>
        for (const [measure, value] of Object.entries(measures)) {
          taken[measure] ??= []
          taken[measure].push(value)
        }
      }
    }
    return { effort, cores: pinned, samples }
  } finally {
    for (const part of lasting) await part.stop()
  }
}

interface Turn {
  load: PartProcess | undefined
  lasting: readonly PartProcess[]
  facts: Facts
  effort: Effort
  core: number | undefined
}

async function takeTurn(contender: Contender, turn: Turn): Promise<Measures> {
  const { load, facts, effort, core } = turn
  const { seconds, warmUpSeconds } = effort
  const options = contender.load ?? {}
  const prepared = await load?.prepare({ options, seconds: warmUpSeconds + seconds })
  const part = await startPart(contender, { ...facts, ...prepared }, core)
  try {
    const measurer = load ?? part
    const known = { ...facts, ...prepared, ...part.facts }
    if (warmUpSeconds > 0) await measurer.run({ seconds: warmUpSeconds, facts: known, options })
    const before = await takeStock(part, turn)
    const measures = await measurer.run({ seconds, facts: known, options })
    const after = await takeStock(part, turn)
    const elapsedMs = after.part.atMs - before.part.atMs
    const busy = (after.part.cpuMs - before.part.cpuMs) / elapsedMs
    const { perSecond } = measures
    const own: Partial<Record<OwnMeasure, number>> = {
      busy,
      foreign: Math.max(0, (after.foreignMs - before.foreignMs) / elapsedMs),
      ...(perSecond !== undefined && { cpuMicros: (busy * 1e6) / perSecond }),
      peakMb: after.part.peakMb
    }
    return { ...own, ...measures }
  } finally {
    await part.stop()
  }
}

async function takeStock(part: PartProcess, { lasting, core }: Turn) {
  const usage = await part.usage()
  const { busyMs, cores } = readBusy(core)
  const ownMs = usage.cpuMs + (core === undefined ? await readOthersMs(lasting) : 0)
  return { part: usage, foreignMs: (busyMs - ownMs) / cores }
}

/** What the rest of the benchmark uses when it shares all cores, except for processes that a backend starts. */
async function readOthersMs(lasting: readonly PartProcess[]): Promise<number> {
  const { user, system } = process.cpuUsage()
  const others = await Promise.all(lasting.map((part) => part.usage()))
  return others.reduce((sum, { cpuMs }) => sum + cpuMs, (user + system) / 1000)
}
