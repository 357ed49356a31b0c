import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The cores that a run is given: one for the contender, another for load and backend. */
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

/** Cores that a process may use, from its `/proc/<pid>/status`, where they stand as `0-3,7`. */
export function allowedCores(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  if (list === undefined) return []
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
