/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-pg/test/queries.test.ts > TAP > P2 a wrong statement or wrong parameters are refused with the way to write them > must match snapshot 1`] = `
GNAR_ERR_PG_STATEMENT: a statement is text with $1 or { text, values }, not undefined
GNAR_ERR_PG_STATEMENT: a statement is text with $1 or { text, values }, not an array
GNAR_ERR_PG_STATEMENT: a statement is text with $1 or { text, values }, not a value of type object
GNAR_ERR_PG_STATEMENT: parameters are an array, such as [id], not a value of type number
GNAR_ERR_PG_STATEMENT: parameters are an array, such as [id], not a value of type object
GNAR_ERR_PG_STATEMENT: parameters are an array, such as [id], not a value of type string
GNAR_ERR_PG_STATEMENT: a statement object brings its own values: leave the parameters out
GNAR_ERR_PG_STATEMENT: the name of a statement is text of 1 to 63 bytes: shorten it, or leave it out
GNAR_ERR_PG_STATEMENT: the name of a statement is text of 1 to 63 bytes: shorten it, or leave it out
GNAR_ERR_PG_STATEMENT: timeoutMs of a statement is a whole number from 1 to 2147483647
GNAR_ERR_PG_STATEMENT: timeoutMs of a statement is a whole number from 1 to 2147483647
GNAR_ERR_PG_STATEMENT: 10000 parameters are more than the 9999 of one statement: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (Postgres itself ends at 65535)
GNAR_ERR_PG_STATEMENT: 70000 parameters are more than the 9999 of one statement: pass arrays, such as unnest($1::int[]) or = ANY($1), or raise maxParameters (Postgres itself ends at 65535)
`
