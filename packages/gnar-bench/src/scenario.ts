import { type Bound, indifference } from './statistics.ts'

/** One question of the benchmark: a baseline (the first contender), those beside it, and what we aim at. */
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
  /** Runs during the whole scenario and measures the contenders; without one, a contender measures itself. */
  load?: ModuleOf
  /** Seconds that a turn needs at least to say anything. Default: as long as the command line says. */
  leastSeconds?: number
  /** Whether a contender gets one core and all others share the next. Default true. */
  pin?: boolean
  /** Peers that are missing, and why. */
  notes?: readonly string[]
}

/** A process: the file of its module (see `StartPart`), and what that is started with. */
export interface ModuleOf {
  file: URL
  options?: Options
}

export interface Contender extends ModuleOf {
  /** What the load does to this contender in particular. */
  load?: Options
}

export interface Measure {
  unit: string
  /** What more of it means: `faster` for a rate, `slower` for a time. */
  higher: string
  lower: string
}

/** A bound for a contender's measure, or for its ratio to another contender's. */
export interface Aim<Name extends string = string> {
  measure: string
  of: Name
  beside?: Name
  bound: Bound
}

/** The bound of a rate that shall be no lower than another, as far as that can be told. */
export const notSlower: Bound = { atLeast: 1 - indifference }

export type Options = Readonly<Record<string, unknown>>

/** What one part tells the next: an address, the name of a queue. */
export type Facts = Readonly<Record<string, string>>

/** What a turn measured, by name. */
export type Measures = Readonly<Record<string, number>>

/** What the module of a backend, a load or a contender exports by default. */
export type StartPart<O extends Options = Options> = (given: { options: O; facts: Facts }) => Promise<Part>

/** A part that runs. */
export interface Part {
  /** What the parts that start later are given. */
  facts?: Facts
  /** A load's: gets ready for one contender's turn, and says what that must know. */
  prepare?(order: { options: Options; seconds: number }): Promise<Facts>
  /** Measures for so many seconds; a load is given what the contender told. */
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

/** Processor time of the contender for each of what it does; less disturbed by a busy machine than a rate. */
export function cpuPer(what: string): Measure {
  return { unit: `µs of processor per ${what}`, higher: 'dearer', lower: 'cheaper' }
}

/** Checks that the aims name contenders of the scenario. */
export function defineScenario<Name extends string>(scenario: Scenario<Name>): Scenario {
  return scenario
}
