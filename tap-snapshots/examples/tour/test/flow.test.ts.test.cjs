/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`examples/tour/test/flow.test.ts > TAP > A1 A3 P2 H1 J5 M1 Q2 X3 the whole walk succeeds against the real servers > must match snapshot 1`] = `
Sign up
Read the mail
Open the link
Press its button
Log in
View the account
Call off-piste through piste
Make two mistakes at once
Call without a token
Request a password reset
Read the mail
Choose a new password
Log in with it
`
