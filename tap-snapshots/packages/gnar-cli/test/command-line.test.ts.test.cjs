/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is told in a line that says what to do > gnar dev --hots x 1`] = `
error: unknown option '--hots'
(Did you mean --host?)
(gnar --help shows what there is)

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is told in a line that says what to do > gnar dev a b 1`] = `
error: too many arguments for 'dev'. Expected 1 argument but got 2.
(gnar --help shows what there is)

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is told in a line that says what to do > gnar dev app/man.ts 1`] = `
there is no main module at app/man.ts: name it, as in gnar dev app/main.ts
`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is told in a line that says what to do > gnar start 1`] = `
there is no main module at dist/app/main.js, dist/main.js, app/main.js, app/main.mjs, main.js, main.mjs: name it, as in gnar start app/main.ts
`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > a mistake is told in a line that says what to do > gnar strat 1`] = `
error: unknown command 'strat'
(Did you mean start?)
(gnar --help shows what there is)

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar --help 1`] = `
Usage: gnar [options] [command]

Develops and starts services made with gnar-gear.

Options:
  -h, --help            display help for command

Commands:
  dev [options] [main]  serves the app and reloads it after each save
  start [main]          starts the built app for production
  help [command]        display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar dev --help 1`] = `
Usage: gnar dev [options] [main]

serves the app and reloads it after each save

Arguments:
  main               the app's main module, such as app/main.ts

Options:
  --host <address>   address to listen on (default: "localhost")
  --watch <path...>  folders and files to watch beside the app's folder
  --tsx              run TypeScript through tsx even where Node strips types
                     itself
  -h, --help         display help for command

`

exports[`packages/gnar-cli/test/command-line.test.ts > TAP > each command has its help > gnar start --help 1`] = `
Usage: gnar start [options] [main]

starts the built app for production

Arguments:
  main        the app's main module, such as app/main.ts

Options:
  -h, --help  display help for command

`
