import { createRequire } from 'node:module'
import { Command, InvalidArgumentError, Option } from 'commander'
import { dev } from './dev.ts'
import { env } from './env.ts'
import { local } from './local.ts'
import { migrate } from './migrate.ts'
import { openapi } from './openapi.ts'
import { routes } from './routes.ts'
import { start } from './start.ts'

const main = ['[main]', "the app's main module, such as app/main.ts"] as const
const tsx = ['--tsx', 'run TypeScript through tsx even if Node can strip types'] as const
const json = ['--json', 'print JSON'] as const
const queue = ['--queue <name>', 'SQS queue to create (repeatable)', collectQueues] as const
const envPrefix = ['--env-prefix <prefix>', 'prefix of the variables (default: GNAR)', checkPrefix] as const

/** The package's own manifest. */
const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** What AWS accepts as the name of a queue. */
const queueName = /^[\w-]{1,75}(?:\.fifo|[\w-]{0,5})$/

/** The command line of `gnar`. */
export function createProgram(): Command {
  const program = new Command('gnar')
    .description('Develops and starts services made with gnar-gear.')
    .version(version, '-V, --version', 'print the version of gnar-cli')
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })

  program
    .command('dev')
    .description('serve the app and reload it on save')
    .argument(...main)
    .option('--host <address>', "address to listen on (default: the app's host, or localhost)")
    .option('--watch <path>', 'extra file or folder to watch (repeatable)', collect)
    .option('--local', 'start local Postgres, SQS and SES, and set the variables')
    .option(...queue)
    .option(...envPrefix)
    .option('--typecheck', 'run the TypeScript compiler alongside and show its errors')
    .option('--inspect [port]', 'let a debugger reach the app, at 127.0.0.1:9229 unless a port is given')
    .option(...tsx)
    .action(dev)

  program
    .command('start')
    .description('start the built app for production')
    .argument('[main]', "the app's built main module, such as dist/app/main.js")
    .action(start)

  program
    .command('routes')
    .description('list the routes: method, path, access, module')
    .argument(...main)
    .option(...json)
    .option(...tsx)
    .action(routes)

  program
    .command('openapi')
    .description('print the OpenAPI document of the app')
    .argument(...main)
    .option('--output <file>', 'write the document to a file')
    .addOption(
      new Option('--check <file>', 'exits with 1 if the document in a file differs').conflicts('output')
    )
    .option(...tsx)
    .action(openapi)

  program
    .command('env')
    .description('list the variables that the app reads; exits with 1 if any is missing or invalid')
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
    .description('start local Postgres, SQS and SES, with data in .gnar; all three by default')
    .argument('[command...]', 'command to run with the variables set, as in gnar local -- npm test')
    .option('--postgres', 'start Postgres')
    .option('--sqs', 'start SQS')
    .option('--ses', 'start SES')
    .option(...queue)
    .option(...envPrefix)
    .action(local)

  return program
}

/** Commander's messages as sentences; it puts its suggestion on a second line. */
function oneLine(text: string): string {
  const [message = '', suggestion = ''] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`.replace(/(?<![.?!])$/, '.')
  const advice =
    suggestion === '' ? 'Run gnar --help to see all commands.' : suggestion.replace(/^\((.*)\)$/, '$1')
  return `gnar: ${sentence} ${advice}\n`
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value]
}

function collectQueues(value: string, previous?: readonly string[]): string[] {
  if (queueName.test(value)) return collect(value, previous)
  throw new InvalidArgumentError(
    'A queue name has at most 80 letters, digits, hyphens and underscores, and may end in .fifo.'
  )
}

function checkPrefix(value: string): string {
  if (/^[A-Z][A-Z0-9_]*$/i.test(value)) return value
  throw new InvalidArgumentError('A prefix has letters, digits and underscores, such as GNAR.')
}
