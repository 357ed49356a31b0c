/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/messages.test.ts > TAP > A8 an error without a file, or whose file is gone, is shown without source > must match snapshot 1`] = `
gnar  app/main.ts crashed

  Error: gone

      at x (app/gone.ts:3:1)

gnar  Every request returns this error. Save a file to restart.
gnar  app/main.ts crashed

  Error: bare

gnar  Every request returns this error. Save a file to restart.

`

exports[`packages/gnar-cli/test/messages.test.ts > TAP > A8 on a terminal messages and code frames are in colour > must match snapshot 1`] = `
<esc>[36mgnar<esc>[39m  <esc>[31mapp/main.ts failed to start<esc>[39m

  TypeError: no luck

  <esc>[2m  1 | one()<esc>[22m
  <esc>[31m><esc>[39m <esc>[1m2 | two()<esc>[22m
  <esc>[31m    | ^<esc>[39m
  <esc>[2m  3 | three()<esc>[22m
  <esc>[2m  4 |<esc>[22m

      at two (app/main.ts:2:1)
      … 1 frame elsewhere

<esc>[36mgnar<esc>[39m  <esc>[33mStill serving the last working version. Save a fix to reload.<esc>[39m
<esc>[36mgnar<esc>[39m  <esc>[32mapp/main.ts is working again<esc>[39m
<esc>[36mgnar<esc>[39m  <esc>[32mreloaded<esc>[39m <esc>[2min 7 ms<esc>[22m

`
