import { Command, Option } from 'commander'
import { dev } from './dev.ts'
import { env } from './env.ts'
import { local } from './local.ts'
import { migrate } from './migrate.ts'
import { routes } from './routes.ts'
import { start } from './start.ts'

const main = ['[main]', "the app's main module, such as app/main.ts"] as const
const tsx = ['--tsx', 'run TypeScript through tsx even where Node strips types itself'] as const
const json = ['--json', 'print JSON'] as const
const queue = ['--queue <name>', 'SQS queue to create; may be given again', collect] as const
const envPrefix = ['--env-prefix <prefix>', 'prefix of the variables', 'GNAR'] as const

/** The command line of `gnar`. */
export function createProgram(): Command {
  const program = new Command('gnar')
    .description('Develops and starts services made with gnar-gear.')
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })

  program
    .command('dev')
    .description('serve the app, and reload it after each save')
    .argument(...main)
    .option('--host <address>', "address to listen on (default: the app's own, else localhost)")
    .option('--watch <path>', "folder or file to watch beside the app's folder; may be given again", collect)
    .option('--local', 'start Postgres, SQS and SES as gnar local does, and set the variables')
    .option(...queue)
    .option(...envPrefix)
    .option(...tsx)
    .action(dev)

  program
    .command('start')
    .description('start the built app for production')
    .argument('[main]', "the app's built main module, such as dist/app/main.js")
    .action(start)

  program
    .command('routes')
    .description('list the routes: method, path, who may call it, module')
    .argument(...main)
    .option(...json)
    .option(...tsx)
    .action(routes)

  program
    .command('env')
    .description('list the variables that the app reads; code 1 when one is missing or wrong')
    .argument(...main)
    .addOption(new Option(...json).conflicts('dotenv'))
    .option('--dotenv', 'print a commented .env file to fill in')
    .option(...tsx)
    .action(env)

  program
    .command('migrate')
    .description("apply the migrations of the app's database that are not applied yet")
    .argument(...main)
    .option('--check', 'apply nothing; exits with 1 if a migration is pending')
    .option('--dry-run', 'apply nothing; list the pending migrations')
    .option(...tsx)
    .action(migrate)

  program
    .command('local')
    .description('start Postgres, SQS and SES, with data in .gnar; all three unless some are named')
    .argument('[command...]', 'a command to run with the variables, as in gnar local -- npm test')
    .option('--postgres', 'start Postgres')
    .option('--sqs', 'start SQS')
    .option('--ses', 'start SES')
    .option(...queue)
    .option(...envPrefix)
    .action(local)

  return program
}

/** Commander puts what it suggests on a second line. */
function oneLine(text: string): string {
  const lines = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
  return `gnar: ${lines.join(' ')} (gnar --help shows what there is)\n`
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value]
}
