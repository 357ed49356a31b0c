import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The cores of a run: one for the contender, another for load and backend. */
export interface Cores {
  contender: number
  others: number
}

/** Two cores to pin processes to; undefined where the system has no `taskset` or allows only one core. */
export function findCores(): Cores | undefined {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return undefined
  const [contender, others] = allowedCores(readFileSync('/proc/self/status', 'utf8'))
  return contender === undefined || others === undefined ? undefined : { contender, others }
}

/** Cores that a process may use, from its `/proc/<pid>/status`, such as `0-3,7`. */
export function allowedCores(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  if (list === undefined) return []
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

/**
 * How long one core was busy, or all together, in milliseconds since the system's start, and how many cores that are.
 * Time stolen by a hypervisor counts; interrupts do not, since most are from our own connections. Zero where unknown.
 */
export function readBusy(core: number | undefined): { busyMs: number; cores: number } {
  return process.platform === 'linux'
    ? busyOf(readFileSync('/proc/stat', 'utf8'), core)
    : { busyMs: 0, cores: 1 }
}

/** Linux counts in hundredths of a second for programs, on every architecture. */
const tickMs = 10

/** @param statistics content of `/proc/stat` */
export function busyOf(statistics: string, core: number | undefined): { busyMs: number; cores: number } {
  const lines = statistics.split('\n')
  const [, user = 0, nice = 0, system = 0, , , , , steal = 0] = (
    lines.find((line) => line.startsWith(`cpu${core ?? ''} `)) ?? ''
  )
    .split(/\s+/)
    .map(Number)
  const cores = core === undefined ? lines.filter((line) => /^cpu\d/.test(line)).length : 1
  return { busyMs: (user + nice + system + steal) * tickMs, cores }
}
