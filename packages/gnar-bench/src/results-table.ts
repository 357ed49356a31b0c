import { limitOf, number, spread } from './report.ts'
import type { Run } from './runs.ts'

/** Head and rows. */
export type Table = [head: string[], rows: string[][]]

/** The aims of some runs, ratios first. */
export function aimsTable(runs: readonly Run[]): Table {
  const rows = runs.flatMap(({ node, summary }) =>
    summary.aims.map(({ measure, of, to, bound, measured, verdict, unit }) => {
      const [phase = ''] = measure.includes('.') ? measure.split('.') : ['']
      const scenario = phase === '' ? summary.name : `${summary.name}, ${phase}`
      const kind = ['perSecond', undefined].includes(measure.split('.').at(-1)) ? '' : `, ${measure}`
      const what = to === undefined ? `${of}, ${unit}` : `${of} / ${to}`
      return [
        number(measured.median),
        spread(measured),
        limitOf(bound),
        verdict,
        node,
        `${scenario}${kind}`,
        what
      ]
    })
  )
  return [['measured', 'spread', 'aim', '', 'Node', 'scenario', 'what'], rows]
}

/** Every contender's ratio to ours in one run, for each measure but processor time. */
export function ratioTable({ summary }: Run, ours: string): Table {
  const measures = summary.measures.filter(({ measure }) => !measure.endsWith('cpuMicros'))
  const names = summary.measures[0]?.contenders.map(({ name }) => name) ?? []
  const rows = names.map((name) => [
    name,
    ...measures.map(({ contenders }) => {
      const own = contenders.find((contender) => contender.name === name)?.value.median ?? Number.NaN
      const base = contenders.find((contender) => contender.name === ours)?.value.median ?? Number.NaN
      return `${number(own / base)} (${number(own)})`
    })
  ])
  return [[`ratio to ${ours} (median)`, ...measures.map(({ unit }) => unit)], rows]
}

/** A table as lines of Markdown. */
export function markdown([head, rows]: Table): string[] {
  if (rows.length === 0) return []
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
