import { Command, Option } from 'commander'
import type { Effort } from './run-scenario.ts'

/** Eight rounds are the fewest whose spread leaves out one outlier at each end. */
export const fullEffort: Effort = { rounds: 8, seconds: 4, warmUpSeconds: 2 }
export const quickEffort: Effort = { rounds: 5, seconds: 1, warmUpSeconds: 2 }

export interface CommandLineOptions {
  only?: string
  quick?: true
  json?: string
}

/** The command `npm run bench --`; what it does not know is an error that names what it knows. */
export function createCommand(scenarioNames: readonly string[]): Command {
  return new Command('npm run bench --')
    .description(
      'Measures the Gnar plugins beside their peers. The machine should do nothing else meanwhile.'
    )
    .addOption(new Option('--only <name>', 'run one scenario').choices(scenarioNames))
    .option('--quick', `${inWords(quickEffort)} instead of ${inWords(fullEffort)}`)
    .option('--json <file>', 'write everything that was measured to a file, too')
    .allowExcessArguments(false)
}

function inWords({ rounds, seconds }: Effort): string {
  return `${rounds} rounds of ${seconds} s`
}
