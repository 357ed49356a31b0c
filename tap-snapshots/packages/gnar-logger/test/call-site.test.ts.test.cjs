/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-logger/test/call-site.test.ts > TAP > L2 name and line are those of the call in the user’s code > must match snapshot 1`] = `
piste.app.user.source:12 source source.ts signIn from the app
piste.log:2 log log.js fromAbove from above the app
piste.app.user.source:12 source source.ts signIn from the app
gnar-logger:17 call-site.test call-site.test.ts <module> from a package
gnar-logger:18 call-site.test call-site.test.ts fatal from an arrow

`
