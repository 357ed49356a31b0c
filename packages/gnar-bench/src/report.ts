import type { Estimate } from './statistics.ts'
import type { AimResult, ContenderResult, MeasureResult, Summary } from './summary.ts'

/** A summary as text: ratios and aims first. */
export function report(summary: Summary): string {
  return [
    `${summary.name}: ${summary.title}`,
    conditions(summary),
    ...(summary.isDisturbed ? [disturbance(summary)] : []),
    '',
    ...table(['measured', 'spread', 'aim', '', ''], summary.aims.map(aimRow)),
    ...summary.measures.flatMap(measureTable),
    '',
    ...summary.notes.map((note) => `Note: ${note}.`),
    ''
  ].join('\n')
}

function conditions({ effort, cores }: Summary): string {
  const places =
    cores === undefined
      ? 'processes not pinned'
      : `contender on core ${cores.contender}, load and backend on core ${cores.others}`
  const rounds = effort.rounds === 1 ? 'one round' : `${effort.rounds} rounds`
  return `${rounds} of ${effort.seconds} s, ${places}`
}

function disturbance({ foreign }: Summary): string {
  return `Too noisy to judge: other programs had the contender's core for ${percent(foreign)} of the time.`
}

function aimRow({ measure, of, to, unit, bound, measured, verdict }: AimResult): string[] {
  const what = to === undefined ? `${of}, ${unit}` : `${of} / ${to}`
  const phase = measure.includes('.') ? `${measure.replace(/\.perSecond$/, '')}: ` : ''
  return [number(measured.median), spread(measured), limitOf(bound), verdict, `${phase}${what}`]
}

/** An aim's bound as text. */
export function limitOf(bound: AimResult['bound']): string {
  return 'atLeast' in bound ? `>= ${number(bound.atLeast)}` : `<= ${number(bound.atMost)}`
}

function measureTable({ unit, contenders }: MeasureResult): string[] {
  const [baseline, ...others] = contenders
  const rows = [
    ...(baseline === undefined ? [] : [contenderRow(baseline, ['1', '', ''])]),
    ...others.map((row) => contenderRow(row, [number(row.ratio.median), spread(row.ratio), row.standing]))
  ]
  return ['', ...table(['ratio', 'spread', '', unit, 'spread', 'busy', ''], rows)]
}

function contenderRow({ name, value, busy }: ContenderResult, ratio: string[]): string[] {
  return [...ratio, number(value.median), spread(value), busy === undefined ? '' : percent(busy), name]
}

/** From low to high. */
export function spread({ low, high }: Estimate): string {
  return `${number(low)} - ${number(high)}`
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}

/** At least three significant digits, and all digits before the decimal point. */
export function number(value: number): string {
  return value.toLocaleString(
    'en',
    value >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  )
}

/** Aligned columns: numbers to the right, the last column to the left. */
export function table(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return []
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))
  )
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  )
}
