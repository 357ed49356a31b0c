/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-errors/test/plugin.test.ts > TAP > E5 an error after the headers closes the connection and is logged, gnar > must match snapshot 1`] = `
with server options /raw: 200 part (aborted), logged 50 too late
with server options /stream: 200 part (aborted), logged 50 too late,40 broken off
plain /raw: 200 part (aborted), logged 50 too late
plain /stream: 200 part (aborted), logged 50 too late,40 broken off
with a logger of its own /raw: 200 part (aborted), logged 50 too late
with a logger of its own /stream: 200 part (aborted), logged 50 too late,40 broken off
`

exports[`packages/gnar-errors/test/plugin.test.ts > TAP > E5 an error after the headers closes the connection and is logged, http > must match snapshot 1`] = `
with server options /raw: 200 part (aborted), logged 50 too late
with server options /stream: 200 part (aborted), logged 50 too late,40 broken off
plain /raw: 200 part (aborted), logged 50 too late
plain /stream: 200 part (aborted), logged 50 too late,40 broken off
with a logger of its own /raw: 200 part (aborted), logged 50 too late
with a logger of its own /stream: 200 part (aborted), logged 50 too late,40 broken off
`

exports[`packages/gnar-errors/test/plugin.test.ts > TAP > E5 an error after the headers closes the connection and is logged, problem > must match snapshot 1`] = `
with server options /raw: 200 part (aborted), logged 50 too late
with server options /stream: 200 part (aborted), logged 50 too late,40 broken off
plain /raw: 200 part (aborted), logged 50 too late
plain /stream: 200 part (aborted), logged 50 too late,40 broken off
with a logger of its own /raw: 200 part (aborted), logged 50 too late
with a logger of its own /stream: 200 part (aborted), logged 50 too late,40 broken off
`
