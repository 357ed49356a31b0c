import type { Summary } from './summary.ts'

/** The newest full measurement of each scenario and Node version. */
export interface Results {
  runs: Run[]
}

/** One scenario on one machine at one time. */
export interface Run {
  node: string
  machine: string
  /** ISO 8601. */
  date: string
  summary: Summary
}

/** The old runs except those that a new one replaces, and the new ones. */
export function merge(old: readonly Run[], added: readonly Run[]): Run[] {
  const key = ({ node, summary }: Run) => `${summary.name} on ${majorOf(node)}`
  const replaced = new Set(added.map(key))
  return [...old.filter((run) => !replaced.has(key(run))), ...added]
}

/** The major version of Node. */
export function majorOf(node: string): number {
  return Number(node.split('.', 1)[0])
}

/** The run of a scenario whose Node version is the lowest, which is the slowest. */
export function oldestNodeRun({ runs }: Results, scenario: string): Run | undefined {
  return runs
    .filter(({ summary }) => summary.name === scenario)
    .sort((a, b) => majorOf(a.node) - majorOf(b.node))[0]
}
