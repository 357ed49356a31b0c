import { type Bound, indifference } from './statistics.ts'

/** One question of the benchmark: a baseline (the first contender), the others, and the aims. */
export interface Scenario<Name extends string = string> {
  /** Name for `--only`. */
  name: string
  /** What is measured, in one line. */
  title: string
  contenders: Readonly<Record<Name, Contender>>
  aims: readonly Aim<NoInfer<Name>>[]
  /** What each turn yields, in the order of the report. */
  measures: Readonly<Record<string, Measure>>
  /** Runs during the whole scenario, such as a database. */
  backend?: ModuleOf
  /** Runs during the whole scenario and measures the contenders; without it, a contender measures itself. */
  load?: ModuleOf
  /**
   * What each turn consists of, by name: every phase has its own warm-up and options of the load, and its results are
   * named after it, such as `hello.perSecond`. Default: one phase, whose results have no prefix.
   */
  phases?: Readonly<Record<string, Options>>
  /** Minimum seconds of a turn with meaningful results. Default: as given by the command line. */
  leastSeconds?: number
  /** Maximum seconds of a turn, where more only costs time. */
  mostSeconds?: number
  /** Seconds after which a full run starts no more rounds. Default: 7.5 minutes. */
  limitSeconds?: number
  /** Whether each turn needs a fresh process, even in a quick run, because what is prepared for a turn is used up by it. */
  freshEachTurn?: boolean
  /** Why a quick run skips the scenario: completes the sentence that names it. */
  notQuick?: string
  /** Whether a contender has one core and everything else shares the next. Default true. */
  pin?: boolean
  /** Contenders that are missing, and why. */
  notes?: readonly string[]
}

/** A process: the file of its module (see `StartPart`) and its options. */
export interface ModuleOf {
  file: URL
  options?: Options
}

export type Contender = (ModuleOf | { program: Program }) & {
  /** Options of the load for this contender. */
  load?: Options
}

/** An app as its users run it: a process that finds everything in its environment, and listens on `PORT`. */
export interface Program {
  /** The main module of a Node app. */
  file: URL
  /** Variables in addition to those of the backend. */
  env?: Readonly<Record<string, string>>
  /** What has to be installed for it. */
  peer?: Peer
}

/** A framework that is installed for the benchmark only. */
export interface Peer {
  name: string
  /** The folder with its app. */
  folder: URL
  /** A file that exists once it is installed, and is newer than its sources. */
  proof: URL
  /** Names in its folder that its installation depends on. */
  sources: readonly string[]
  /** Commands that install it, one after the other, in its folder. */
  install: readonly (readonly [string, ...string[]])[]
  /** What a machine needs for that. */
  needs: string
  /** Command and arguments that run its app instead of Node and a main module. */
  command?: readonly [string, ...string[]]
}

/** What a process has used since its start. */
export interface Usage {
  atMs: number
  cpuMs: number
  /** Peak resident memory in MiB. */
  peakMb: number
}

export interface Measure {
  unit: string
  /** What a higher value means: `faster` for a rate, `slower` for a time. */
  higher: string
  lower: string
}

/** A bound for a contender's measure, or for its ratio to another contender's. */
export interface Aim<Name extends string = string> {
  measure: string
  of: Name
  to?: Name
  bound: Bound
}

/** The bound of a rate that must not be lower than another, within the measurable difference. */
export const notSlower: Bound = { atLeast: 1 - indifference }

export type Options = Readonly<Record<string, unknown>>

/** What one part passes to the next: an address, the name of a queue. */
export type Facts = Readonly<Record<string, string>>

/** Results of a turn, by name. */
export type Measures = Readonly<Record<string, number>>

/** The default export of the module of a backend, load or contender. */
export type StartPart<O extends Options = Options> = (given: { options: O; facts: Facts }) => Promise<Part>

/** A running part. */
export interface Part {
  /** Passed to the parts that start later. */
  facts?: Facts
  /** Of a load: prepares one contender's turn, and returns what the contender needs. */
  prepare?(order: { options: Options; seconds: number }): Promise<Facts>
  /** Measures for so many seconds; a load also receives the contender's facts. */
  run?(order: RunOrder): Promise<Measures>
  stop?(): Promise<void>
}

export interface RunOrder {
  seconds: number
  facts: Facts
  options: Options
}

/** A rate, for `measures`. */
export function rate(unit: string): Measure {
  return { unit, higher: 'faster', lower: 'slower' }
}

/** The contender's processor time per unit of work; a busy machine disturbs it less than a rate. */
export function cpuPer(what: string): Measure {
  return { unit: `µs of processor per ${what}`, higher: 'more', lower: 'less' }
}

/** Checks that the aims name contenders of the scenario. */
export function defineScenario<Name extends string>(scenario: Scenario<Name>): Scenario {
  return scenario
}
