import { Command, Option } from 'commander'
import type { Effort } from './run-scenario.ts'

/** Eight rounds are the fewest whose interval excludes one outlier at each end. */
export const fullEffort: Effort = { rounds: 8, seconds: 4, warmUpSeconds: 2, limitSeconds: 450 }

/** Contenders start once and share the time: less is not enough for five rounds, more takes longer than two minutes. */
export const quickEffort: Effort = { rounds: 5, seconds: 0.1, warmUpSeconds: 0.25, keepRunning: true }

/** Seconds after which a quick run starts nothing more, so that it ends within two minutes even on a busy machine. */
export const quickSeconds = 95

/** What a quick run leaves open. */
export const quickLimits = [
  'differences of less than a tenth: turns are too short, and every contender has only one process',
  'the start, which is measured once',
  'peak memory under a long load',
  'processor time of programs in more than two digits: Linux counts hundredths of a second'
]

export interface CommandLineOptions {
  only?: string
  quick?: true
  json?: string
}

/** The command `npm run bench --`; an unknown option or scenario is an error that names the valid ones. */
export function createCommand(scenarioNames: readonly string[]): Command {
  return new Command('npm run bench --')
    .description(
      'Compares the preset and its plugins with their alternatives. Nothing else should run on the machine meanwhile.'
    )
    .addOption(new Option('--only <name>', 'run one scenario').choices(scenarioNames))
    .option('--quick', `all in two minutes: ${inWords(quickEffort)} instead of ${inWords(fullEffort)}`)
    .option('--json <file>', 'also write all measurements to a file')
    .allowExcessArguments(false)
}

function inWords({ rounds, seconds }: Effort): string {
  return `${rounds} rounds of ${seconds} s`
}
