import { writeFile } from 'node:fs/promises'
import { type CommandLineOptions, createCommand, fullEffort, quickEffort } from './command-line.ts'
import { findCores } from './cores.ts'
import { report } from './report.ts'
import { runScenario } from './run-scenario.ts'
import { argon2 } from './scenarios/argon2.ts'
import { jwt } from './scenarios/jwt.ts'
import { logger } from './scenarios/logger.ts'
import { peer } from './scenarios/peer.ts'
import { pg } from './scenarios/pg.ts'
import { sqs } from './scenarios/sqs.ts'
import { type Summary, summarise } from './summary.ts'

const scenarios = [logger, jwt, argon2, pg, sqs, peer]

const command = createCommand(scenarios.map(({ name }) => name))
const options = command.parse().opts<CommandLineOptions>()
const cores = findCores()
const summaries: Summary[] = []
for (const scenario of scenarios.filter(({ name }) => options.only === undefined || options.only === name)) {
  try {
    const samples = await runScenario(scenario, options.quick ? quickEffort : fullEffort, cores, notify)
    const summary = summarise(scenario, samples)
    summaries.push(summary)
    notify('')
    console.log(report(summary))
  } catch (error) {
    notify('')
    console.error(error)
    process.exitCode = 1
  }
}

if (options.json !== undefined) {
  const { version, platform, arch } = process
  const facts = { node: version, platform, arch, date: new Date().toISOString(), scenarios: summaries }
  await writeFile(options.json, `${JSON.stringify(facts, null, 2)}\n`)
}

/** Shows progress on a terminal. */
function notify(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
