import { Command } from 'commander'
import { dev } from './dev.ts'
import { start } from './start.ts'

const mainArgument = ['[main]', "the app's main module, such as app/main.ts"] as const

/** The command line of `gnar`. */
export function createProgram(): Command {
  const program = new Command('gnar')
    .description('Develops and starts services made with gnar-gear.')
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(gnar --help shows what there is)')

  program
    .command('dev')
    .description('serves the app and reloads it after each save')
    .argument(...mainArgument)
    .option('--host <address>', 'address to listen on', 'localhost')
    .option('--watch <path...>', "folders and files to watch beside the app's folder")
    .option('--tsx', 'run TypeScript through tsx even where Node strips types itself')
    .action(dev)

  program
    .command('start')
    .description('starts the built app for production')
    .argument(...mainArgument)
    .action(start)

  return program
}
