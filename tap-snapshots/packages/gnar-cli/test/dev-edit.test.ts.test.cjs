/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 A9 a save is served at once, and a broken main module leaves the last working app in service > edit 1`] = `
gnar  app/user/apis.ts changed
gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 A9 a save is served at once, and a broken main module leaves the last working app in service > main is fixed 1`] = `
gnar  app/main.ts changed
gnar  app/main.ts is working again
gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 A9 a save is served at once, and a broken main module leaves the last working app in service > main that throws 1`] = `
gnar  app/main.ts changed
gnar  app/main.ts failed to start

  TypeError: Cannot read properties of undefined (reading 'nix')

    1 | import { GnarApp } from 'gnar-gear'
    2 |
  > 3 | undefined.nix
      |           ^
    4 | await new GnarApp('my_gnarly_app', { production: false, port: 0, noDb: true, noJwt: true }).run()
    5 | throw new TypeError('no luck')

      at <anonymous> (app/main.ts:3:11)
      … <n> frames elsewhere

gnar  Still serving the last working version. Save a fix to reload.

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 A9 a save is served at once, and a broken main module leaves the last working app in service > main with a syntax error 1`] = `
gnar  app/main.ts changed
gnar  app/main.ts failed to start

  Error: Transform failed with 1 error:
  app/main.ts:4:14: ERROR: Unexpected "="

    2 |
    3 | await new GnarApp('my_gnarly_app', { production: false, port: 0, noDb: true, noJwt: true }).run()
  > 4 | const broken: = 1
      |               ^
    5 |

gnar  Still serving the last working version. Save a fix to reload.

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 A9 a save is served at once, and a broken main module leaves the last working app in service > start 1`] = `
gnar  Gnar-MyGnarlyApp development server is up at http://localhost:<port> (<n> ms)

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 files and folders can be added, removed and renamed > add a file 1`] = `
gnar  app/team/apis.ts added
gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-edit.test.ts > TAP > A8 files and folders can be added, removed and renamed > remove a file 1`] = `
gnar  app/team/apis.ts removed
gnar  reloaded in <n> ms

`
