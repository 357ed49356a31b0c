import { writeFile } from 'node:fs/promises'
import {
  type CommandLineOptions,
  createCommand,
  fullEffort,
  quickEffort,
  quickLimits,
  quickSeconds
} from './command-line.ts'
import { findCores } from './cores.ts'
import { installPeers, withoutMissing } from './peers.ts'
import { report, table } from './report.ts'
import { runOf, writeResults } from './results.ts'
import { aimsTable, ratioTable } from './results-table.ts'
import { type Effort, runScenario } from './run-scenario.ts'
import type { Run } from './runs.ts'
import type { Scenario } from './scenario.ts'
import { argon2 } from './scenarios/argon2.ts'
import { jwt } from './scenarios/jwt.ts'
import { logger } from './scenarios/logger.ts'
import { peer } from './scenarios/peer.ts'
import { pg } from './scenarios/pg.ts'
import { preset } from './scenarios/preset.ts'
import { requestLines } from './scenarios/request-lines.ts'
import { sqs } from './scenarios/sqs.ts'
import { summarise } from './summary.ts'

const scenarios = [preset, requestLines, logger, jwt, pg, peer, sqs, argon2]

const command = createCommand(scenarios.map(({ name }) => name))
const options = command.parse().opts<CommandLineOptions>()
const isQuick = options.quick === true
const chosen = scenarios.filter(({ name }) => options.only === undefined || options.only === name)
const cores = findCores()
const runs: Run[] = []

installPeers(chosen, console.log)
const waiting = chosen.filter(({ notQuick }) => !isQuick || notQuick === undefined).map(withoutMissing)
const deadline = performance.now() + quickSeconds * 1000
const late: string[] = []
for (const [index, scenario] of waiting.entries()) {
  const { limitSeconds = fullEffort.limitSeconds } = scenario
  if (!isQuick) await run(scenario, { ...fullEffort, ...(limitSeconds !== undefined && { limitSeconds }) })
  else if (performance.now() < deadline)
    await run(scenario, { ...quickEffort, limitSeconds: shareOfTime(waiting.slice(index)) })
  else late.push(`${scenario.name}: two minutes were not enough, run it with --only`)
}

console.log(['', ...runs.slice(0, 1).flatMap(presetTable), ...table(...aimsTable(runs)), ''].join('\n'))
console.log(`Node ${process.versions.node}`)
if (isQuick) {
  const skipped = chosen.flatMap(({ name, notQuick }) =>
    notQuick === undefined ? [] : [`${name}: ${notQuick}`]
  )
  console.log(['A quick run cannot tell:', ...quickLimits, ...skipped, ...late].join('\n- '))
} else {
  await writeResults(runs)
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ runs }, null, 2)}\n`)

async function run(scenario: Scenario, effort: Effort): Promise<void> {
  try {
    const samples = await runScenario(scenario, effort, cores, notify)
    const summary = summarise(scenario, samples)
    runs.push(runOf(summary))
    notify('')
    console.log(report(summary))
  } catch (error) {
    notify('')
    console.error(error)
    process.exitCode = 1
  }
}

/** Seconds for the first of the scenarios that still wait, by the number of their contenders and phases. */
function shareOfTime(scenarios: readonly Scenario[]): number {
  const weights = scenarios.map(
    ({ contenders, phases }) =>
      Object.keys(contenders).length * (1 + Object.keys(phases ?? { '': {} }).length)
  )
  const all = weights.reduce((sum, weight) => sum + weight)
  return (((weights[0] ?? 0) / all) * (deadline - performance.now())) / 1000
}

function presetTable(first: Run): string[] {
  return first.summary.name === preset.name ? [...table(...ratioTable(first, 'gnar-gear')), ''] : []
}

/** Shows progress on a terminal. */
function notify(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
