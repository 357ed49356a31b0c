/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-jwt/test/messages.test.ts > TAP > J6 a check for revocation that fails is a 503 in every style > must match snapshot 1`] = `
gnar 200 {"error":"Token revocation could not be checked: try again later"}
http 503 {"error":"Token revocation could not be checked: try again later"}
problem 503 {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Token revocation could not be checked: try again later"}
`
