/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-sqs/test/body.test.ts > TAP > Q4 an invalid body is logged with every fault and left for the dead-letter queue > must match snapshot 1`] = `
The body does not match the schema (it is not JSON): correct the sender or the schema
The body does not match the schema (body/secret schema is false; body must not have additional properties; body/id must be integer; body/lines/0 must be string): correct the sender or the schema
The body does not match the schema (body must have required properties id, lines): correct the sender or the schema
The body does not match the schema (body/lines/0 must be string; body/lines/1 must be string; body/lines/2 must be string; body/lines/3 must be string; body/lines/4 must be string; body/lines/5 must be string; body/lines/6 must be string; body/lines/7 must be string; body/lines/8 must be string; body/lines/9 must be string; body/lines/10 must be string; body/lines/11 must be string; body/lines/12 must be string; body/lines/13 must be string; body/lines/14 must be string; body/lines/15 must be string; body/lines/16 must be string; body/lines/17 must be string; body/lines/18 must be string; body/lines/19 must be string; and more): correct the sender or the schema
`
