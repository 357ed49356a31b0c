import { number } from './report.ts'
import { oldestNodeRun, type Results, type Run } from './runs.ts'
import type { ContenderResult, MeasureResult } from './summary.ts'

const width = 760
const labelWidth = 220
const rowHeight = 20
const headHeight = 34
const barWidth = width - labelWidth - 110

/** Rates of the scenario `preset` as bars, an SVG document; undefined when it has not been measured. */
export function drawChart(results: Results): string | undefined {
  const run = oldestNodeRun(results, 'preset')
  if (run === undefined) return undefined
  const groups = run.summary.measures.filter(({ measure }) => measure.endsWith('.perSecond'))
  const heights = groups.map(({ contenders }) => headHeight + contenders.length * rowHeight + 10)
  const height = heights.reduce((sum, each) => sum + each, 40)
  let top = 40
  const parts = groups.map((group, index) => {
    const part = drawGroup(group, top)
    top += heights[index] ?? 0
    return part
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Requests per second">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.bar { fill: #8c959f }
.ours { fill: #1f6feb }
.spread { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .spread { stroke: #e6edf3 } }
</style>
<text class="title" x="0" y="18">${escapeXml(caption(run))}</text>
${parts.join('\n')}
</svg>
`
}

function caption({ node, date, summary: { effort } }: Run): string {
  return `Requests per second on one core, Node ${node}, ${date.slice(0, 10)}, median and spread of ${effort.rounds} rounds`
}

function drawGroup({ unit, contenders }: MeasureResult, top: number): string {
  const greatest = Math.max(...contenders.map(({ value }) => value.high))
  const scale = (value: number) => Math.round((value / greatest) * barWidth)
  const rows = contenders.map((contender, index) =>
    drawRow(contender, top + headHeight + index * rowHeight, scale)
  )
  const title = unit.replace(/^requests\/s: /, '')
  return [`<text class="title" x="0" y="${top + 22}">${escapeXml(title)}</text>`, ...rows].join('\n')
}

function drawRow({ name, value }: ContenderResult, y: number, scale: (value: number) => number): string {
  const isOurs = name === 'gnar-gear'
  const middle = y + rowHeight / 2
  return [
    `<text x="${labelWidth - 8}" y="${middle + 4}" text-anchor="end">${escapeXml(name)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'bar'}" x="${labelWidth}" y="${y + 3}" width="${scale(value.median)}" height="${rowHeight - 6}"/>`,
    `<line class="spread" x1="${labelWidth + scale(value.low)}" x2="${labelWidth + scale(value.high)}" y1="${middle}" y2="${middle}"/>`,
    `<text x="${labelWidth + scale(value.high) + 8}" y="${middle + 4}">${number(value.median)}</text>`
  ].join('')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
