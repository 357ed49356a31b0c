import { type Cores, readBusy } from './cores.ts'
import { type PartProcess, startPart } from './part-process.ts'
import { type RunningProgram, startProgram } from './program.ts'
import type { Contender, Facts, Measures, Options, Scenario } from './scenario.ts'

/** How long and how often to measure. */
export interface Effort {
  /** Turns of each contender, at least five. */
  rounds: number
  /** Seconds of one turn, or of each of its phases. */
  seconds: number
  /** Seconds of load before a turn is measured, for code to be compiled and pools to fill. */
  warmUpSeconds: number
  /** Whether all contenders keep running, so that each starts and warms up once; otherwise each turn has a fresh process. */
  keepRunning?: boolean
  /** Seconds after which no more rounds are started. */
  limitSeconds?: number
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
 * microseconds per unit of work, peak memory in MiB, and the milliseconds that a program took to its first response.
 */
export type OwnMeasure = 'busy' | 'foreign' | 'cpuMicros' | 'peakMb' | 'startMs'

/**
 * Runs a scenario: each round gives every contender one turn, every other round in reverse order, so that neither a slow
 * start nor a machine that slows down favours one of them.
 * @param notify receives progress messages
 */
export async function runScenario(
  scenario: Scenario,
  wanted: Effort,
  cores: Cores | undefined,
  notify: (text: string) => void = () => {}
): Promise<Samples> {
  const { leastSeconds = 0, mostSeconds = Number.POSITIVE_INFINITY } = scenario
  const effort = { ...wanted, seconds: Math.min(Math.max(wanted.seconds, leastSeconds), mostSeconds) }
  const pinned = scenario.pin === false ? undefined : cores
  const lasting: PartProcess[] = []
  const start = async (module: Scenario['backend'], facts: Facts) => {
    if (module === undefined) return undefined
    const part = await startPart(module, facts, pinned?.others)
    lasting.unshift(part)
    return part
  }
  const kept = new Map<Contender, Running>()

  try {
    const backend = await start(scenario.backend, {})
    const facts = backend?.facts ?? {}
    const load = await start(scenario.load, facts)
    const names = Object.keys(scenario.contenders)
    const samples = Object.fromEntries(names.map((name) => [name, {} as Record<string, number[]>]))
    const keepRunning = effort.keepRunning === true && scenario.freshEachTurn !== true
    const core = pinned?.contender
    const turn = { phases: scenario.phases ?? { '': {} }, load, lasting, facts, effort, core }
    const hasTime = watchTime(effort)
    let rounds = 0

    while (rounds < effort.rounds && hasTime(rounds)) {
      for (const name of rounds % 2 === 0 ? names : names.toReversed()) {
        notify(`${scenario.name}: round ${rounds + 1} of ${effort.rounds}, ${name}`)
        const contender = scenario.contenders[name] as Contender
        const measures = await takeTurn(contender, turn, keepRunning ? kept : undefined).catch((error) => {
          throw new Error(`${scenario.name}, contender ${name}: ${error.message}`, { cause: error })
        })
        const taken = samples[name] as Record<string, number[]>
        for (const [measure, value] of Object.entries(measures)) {
          taken[measure] ??= []
          taken[measure].push(value)
        }
      }
      rounds += 1
    }
    return { effort: { ...effort, rounds }, cores: pinned, samples }
  } finally {
    await Promise.all([...kept.values()].map((running) => running.stop()))
    for (const part of lasting) await part.stop()
  }
}

/** Whether there is time for a round after so many, as long as the last; there is always a first. */
function watchTime({ limitSeconds = Number.POSITIVE_INFINITY, keepRunning = false }: Effort) {
  const began = performance.now()
  let last = began
  return (rounds: number): boolean => {
    const now = performance.now()
    // Where contenders keep running, the first round also starts them.
    const nextMs = keepRunning && rounds === 1 ? 0 : now - last
    last = now
    return rounds === 0 || now - began + nextMs <= limitSeconds * 1000
  }
}

interface Turn {
  phases: Readonly<Record<string, Options>>
  load: PartProcess | undefined
  lasting: readonly PartProcess[]
  facts: Facts
  effort: Effort
  core: number | undefined
}

type Running = PartProcess | RunningProgram

/** @param kept contenders that keep running, with those that already do */
async function takeTurn(
  contender: Contender,
  turn: Turn,
  kept: Map<Contender, Running> | undefined
): Promise<Measures> {
  const { load, facts, effort, core, phases } = turn
  const seconds = effort.warmUpSeconds + effort.seconds
  const known = kept?.get(contender)
  const prepared =
    known === undefined ? await load?.prepare({ options: contender.load ?? {}, seconds }) : undefined
  const running = known ?? (await startContender(contender, { ...facts, ...prepared }, core))
  kept?.set(contender, running)
  try {
    const passed = { ...facts, ...prepared, ...running.facts }
    const measures: Record<string, number> = {}
    for (const [phase, options] of Object.entries(phases)) {
      const order = { facts: passed, options: { ...contender.load, ...options } }
      const results = await measurePhase(running, order, turn, known === undefined)
      for (const [name, value] of Object.entries(results)) {
        measures[phase === '' ? name : `${phase}.${name}`] = value
      }
    }
    const { peakMb } = await running.usage()
    const isFresh = known === undefined && 'startMs' in running
    return { ...measures, peakMb, ...(isFresh && { startMs: running.startMs }) }
  } finally {
    if (kept === undefined) await running.stop()
  }
}

function startContender(contender: Contender, facts: Facts, core: number | undefined): Promise<Running> {
  return 'program' in contender
    ? startProgram(contender.program, facts, core)
    : startPart(contender, facts, core)
}

async function measurePhase(
  running: Running,
  order: { facts: Facts; options: Options },
  turn: Turn,
  isCold: boolean
): Promise<Measures> {
  const { seconds, warmUpSeconds } = turn.effort
  const measurer = turn.load ?? ('run' in running ? running : undefined)
  if (measurer === undefined) throw new Error('a program cannot measure itself: give the scenario a load')
  if (isCold && warmUpSeconds > 0) await measurer.run({ ...order, seconds: warmUpSeconds })
  const before = await takeStock(running, turn)
  const measures = await measurer.run({ ...order, seconds })
  const after = await takeStock(running, turn)
  const elapsedMs = after.own.atMs - before.own.atMs
  const busy = (after.own.cpuMs - before.own.cpuMs) / elapsedMs
  const { perSecond } = measures
  const own: Partial<Record<OwnMeasure, number>> = {
    busy,
    foreign: Math.max(0, (after.foreignMs - before.foreignMs) / elapsedMs),
    ...(perSecond !== undefined && { cpuMicros: (busy * 1e6) / perSecond })
  }
  return { ...own, ...measures }
}

async function takeStock(running: Running, { lasting, core }: Turn) {
  const own = await running.usage()
  const { busyMs, cores } = readBusy(core)
  const ownMs = own.cpuMs + (core === undefined ? await readOthersMs(lasting) : 0)
  return { own, foreignMs: (busyMs - ownMs) / cores }
}

/** What the rest of the benchmark uses when it shares all cores, except for processes that a backend starts. */
async function readOthersMs(lasting: readonly PartProcess[]): Promise<number> {
  const { user, system } = process.cpuUsage()
  const others = await Promise.all(lasting.map((part) => part.usage()))
  return others.reduce((sum, { cpuMs }) => sum + cpuMs, (user + system) / 1000)
}
