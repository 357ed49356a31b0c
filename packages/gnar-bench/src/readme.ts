import { readFile, writeFile } from 'node:fs/promises'
import { readResults } from './results.ts'
import { aimsTable, markdown, ratioTable } from './results-table.ts'
import { oldestNodeRun, type Results } from './runs.ts'

const begin = '<!-- results: filled by npm run bench:readme -->'
const end = '<!-- end of results -->'

/** A README with the newest full results between its markers. */
export function fillReadme(readme: string, results: Results): string {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) throw new Error('the README has no markers for the results')
  return `${readme.slice(0, from + begin.length)}\n\n${section(results).join('\n')}\n\n${readme.slice(to)}`
}

function section(results: Results): string[] {
  const preset = oldestNodeRun(results, 'preset')
  const [first] = results.runs
  if (first === undefined) return ['No full run yet.']
  const dates = results.runs.map(({ date }) => date.slice(0, 10)).sort()
  const period = [...new Set([dates[0], dates.at(-1)])].join(' to ')
  const runs = results.runs.toSorted(
    (a, b) => Number(b.summary.name === 'preset') - Number(a.summary.name === 'preset')
  )
  return [
    `Measured ${period} on ${first.machine}.`,
    ...(preset === undefined
      ? []
      : [
          '',
          '![Requests per second](results/chart.svg)',
          '',
          ...markdown(ratioTable(preset, 'gnar-gear')),
          '',
          `Node ${preset.node}.`
        ]),
    '',
    ...markdown(aimsTable(runs))
  ]
}

if (process.argv[1] === import.meta.filename) {
  const file = new URL('../README.md', import.meta.url)
  await writeFile(file, fillReadme(await readFile(file, 'utf8'), await readResults()))
}
