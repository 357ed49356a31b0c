/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-bench/test/command-line.test.ts > TAP > B1 an extra argument is an error > must match snapshot 1`] = `
error: too many arguments. Expected 0 arguments but got 1.

`

exports[`packages/gnar-bench/test/command-line.test.ts > TAP > B1 an unknown option is an error that names the nearest valid one > must match snapshot 1`] = `
error: unknown option '--quik'
(Did you mean --quick?)

`

exports[`packages/gnar-bench/test/command-line.test.ts > TAP > B1 an unknown scenario is an error that names the valid ones > must match snapshot 1`] = `
error: option '--only <name>' argument 'loger' is invalid. Allowed choices are logger, jwt, pg.

`

exports[`packages/gnar-bench/test/command-line.test.ts > TAP > B1 the help lists the options > must match snapshot 1`] = `
Usage: npm run bench -- [options]

Compares the preset and its plugins with their alternatives. Nothing else should
run on the machine meanwhile.

Options:
  --only <name>  run one scenario (choices: "logger", "jwt", "pg")
  --quick        all in two minutes: 5 rounds of 0.1 s instead of 8 rounds of 4
                 s
  --json <file>  also write all measurements to a file
  -h, --help     display help for command

`
