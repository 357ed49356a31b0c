import { Command, Option } from 'commander'
import type { Effort } from './run-scenario.ts'

/** Eight rounds are the fewest whose interval excludes one outlier at each end. */
export const fullEffort: Effort = { rounds: 8, seconds: 4, warmUpSeconds: 2 }
export const quickEffort: Effort = { rounds: 5, seconds: 1, warmUpSeconds: 2 }

export interface CommandLineOptions {
  only?: string
  quick?: true
  json?: string
}

/** The command `npm run bench --`; an unknown option or scenario is an error that names the valid ones. */
export function createCommand(scenarioNames: readonly string[]): Command {
  return new Command('npm run bench --')
    .description(
      'Compares the Gnar plugins with their alternatives. Nothing else should run on the machine meanwhile.'
    )
    .addOption(new Option('--only <name>', 'run one scenario').choices(scenarioNames))
    .option('--quick', `${inWords(quickEffort)} instead of ${inWords(fullEffort)}`)
    .option('--json <file>', 'also write all measurements to a file')
    .allowExcessArguments(false)
}

function inWords({ rounds, seconds }: Effort): string {
  return `${rounds} rounds of ${seconds} s`
}
