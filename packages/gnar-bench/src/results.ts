import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, totalmem } from 'node:os'
import { drawChart } from './chart.ts'
import { merge, type Results, type Run } from './runs.ts'
import type { Summary } from './summary.ts'

const folder = new URL('../results/', import.meta.url)
const latest = new URL('latest.json', folder)

/** This process's Node, machine and time, with a summary. */
export function runOf(summary: Summary): Run {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const machine = `${platform()} ${arch()}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${memory}`
  return { node: process.versions.node, machine, date: new Date().toISOString(), summary }
}

/** The results written so far; empty when there are none. */
export async function readResults(): Promise<Results> {
  const text = await readFile(latest, 'utf8').catch(() => '{"runs":[]}')
  return JSON.parse(text)
}

/** Replaces the runs of the same scenario and Node version, and draws the chart again. */
export async function writeResults(runs: readonly Run[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const results = { runs: merge((await readResults()).runs, runs) }
  await writeFile(latest, `${JSON.stringify(results, null, 2)}\n`)
  const chart = drawChart(results)
  if (chart !== undefined) await writeFile(new URL('chart.svg', folder), chart)
}
