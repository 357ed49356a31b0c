/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar dev --hots x 1`] = `
gnar: Unknown option '--hots'. Did you mean --host?

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar dev a b 1`] = `
gnar: Too many arguments for 'dev'. Expected 1 argument but got 2. Run gnar --help to see all commands.

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar dev app/man.ts 1`] = `
no main module at app/man.ts; name it, as in gnar dev app/main.ts
`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar new 1`] = `
gnar: Unknown command 'new'. Run gnar --help to see all commands.

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar start 1`] = `
no main module at dist/app/main.js, dist/main.js, app/main.js, app/main.mjs, main.js, main.mjs; name it, as in gnar start dist/app/main.js
`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is one line that says what to do > gnar strat 1`] = `
gnar: Unknown command 'strat'. Did you mean start?

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar --help 1`] = `
Usage: gnar [options] [command]

Develops and starts services made with gnar-gear.

Options:
  -V, --version                 print the version of gnar-cli
  -h, --help                    display help for command

Commands:
  dev [options] [main]          serve the app and reload it on save
  start [main]                  start the built app for production
  routes [options] [main]       list the routes: method, path, access, module
  openapi [options] [main]      print the OpenAPI document of the app
  env [options] [main]          list the variables that the app reads; exits
                                with 1 if any is missing or invalid
  migrate [options] [main]      apply the migrations of the app's database that
                                are not applied yet
  local [options] [command...]  start local Postgres, SQS and SES, with data in
                                .gnar; all three by default

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar dev --help 1`] = `
Usage: gnar dev [options] [main]

serve the app and reload it on save

Arguments:
  main                   the app's main module, such as app/main.ts

Options:
  --host <address>       address to listen on (default: the app's host, or
                         localhost)
  --watch <path>         extra file or folder to watch (repeatable)
  --local                start local Postgres, SQS and SES, and set the
                         variables
  --queue <name>         SQS queue to create (repeatable)
  --env-prefix <prefix>  prefix of the variables (default: GNAR)
  --typecheck            run the TypeScript compiler alongside and show its
                         errors
  --inspect [port]       let a debugger reach the app, at 127.0.0.1:9229 unless
                         a port is given
  --tsx                  run TypeScript through tsx even if Node can strip types
  -h, --help             display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar env --help 1`] = `
Usage: gnar env [options] [main]

list the variables that the app reads; exits with 1 if any is missing or invalid

Arguments:
  main        the app's main module, such as app/main.ts

Options:
  --json      print JSON
  --dotenv    print a commented .env file to fill in
  --tsx       run TypeScript through tsx even if Node can strip types
  -h, --help  display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar local --help 1`] = `
Usage: gnar local [options] [command...]

start local Postgres, SQS and SES, with data in .gnar; all three by default

Arguments:
  command                command to run with the variables set, as in gnar local
                         -- npm test

Options:
  --postgres             start Postgres
  --sqs                  start SQS
  --ses                  start SES
  --queue <name>         SQS queue to create (repeatable)
  --env-prefix <prefix>  prefix of the variables (default: GNAR)
  -h, --help             display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar migrate --help 1`] = `
Usage: gnar migrate [options] [main]

apply the migrations of the app's database that are not applied yet

Arguments:
  main        the app's main module, such as app/main.ts

Options:
  --check     apply nothing; exits with 1 if a migration is pending
  --dry-run   apply nothing; list the pending migrations
  --tsx       run TypeScript through tsx even if Node can strip types
  -h, --help  display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar openapi --help 1`] = `
Usage: gnar openapi [options] [main]

print the OpenAPI document of the app

Arguments:
  main             the app's main module, such as app/main.ts

Options:
  --output <file>  write the document to a file
  --check <file>   exits with 1 if the document in a file differs
  --tsx            run TypeScript through tsx even if Node can strip types
  -h, --help       display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar routes --help 1`] = `
Usage: gnar routes [options] [main]

list the routes: method, path, access, module

Arguments:
  main        the app's main module, such as app/main.ts

Options:
  --json      print JSON
  --tsx       run TypeScript through tsx even if Node can strip types
  -h, --help  display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar start --help 1`] = `
Usage: gnar start [options] [main]

start the built app for production

Arguments:
  main        the app's built main module, such as dist/app/main.js

Options:
  -h, --help  display help for command

`
