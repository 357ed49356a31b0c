/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-pg/test/queries.test.ts > TAP > P2 an invalid statement or invalid parameters are refused with the right way to write them > must match snapshot 1`] = `
GNAR_ERR_PG_STATEMENT: a statement must be text with $1 or { text, values }, found undefined
GNAR_ERR_PG_STATEMENT: a statement must be text with $1 or { text, values }, found an array
GNAR_ERR_PG_STATEMENT: a statement must be text with $1 or { text, values }, found a value of type object
GNAR_ERR_PG_STATEMENT: parameters must be an array, such as [id], found a value of type number
GNAR_ERR_PG_STATEMENT: parameters must be an array, such as [id], found a value of type object
GNAR_ERR_PG_STATEMENT: parameters must be an array, such as [id], found a value of type string
GNAR_ERR_PG_STATEMENT: a statement object has its own values: omit the parameters
GNAR_ERR_PG_STATEMENT: the name of a statement must be text of 1 to 63 bytes: shorten it, or omit it
GNAR_ERR_PG_STATEMENT: the name of a statement must be text of 1 to 63 bytes: shorten it, or omit it
GNAR_ERR_PG_STATEMENT: timeoutMs of a statement must be a whole number from 1 to 2147483647
GNAR_ERR_PG_STATEMENT: timeoutMs of a statement must be a whole number from 1 to 2147483647
GNAR_ERR_PG_STATEMENT: 10000 parameters are more than the maximum of 9999: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (the limit of Postgres is 65535)
GNAR_ERR_PG_STATEMENT: 70000 parameters are more than the maximum of 9999: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (the limit of Postgres is 65535)
`
