/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-pg/test/endpoint.test.ts > TAP > P1 P4 a malformed endpoint is an error that names the fault and repeats nothing > must match snapshot 1`] = `
"": must name a host
" ": must name a host
"port=5433": must name a host
"db:99999": must have a port from 1 to 65535
"db:0": must have a port from 1 to 65535
"db:port": must have a port from 1 to 65535
"db port=5x": must have a port from 1 to 65535
"http://db/hunter2": must be a host, host:port, socket directory, postgres:// URL or libpq words
"mysql://u:hunter2@db/x": must be a host, host:port, socket directory, postgres:// URL or libpq words
"postgres://u:hunter2@db:port/x": must have a port from 1 to 65535
"postgres://u:hunter2%@db/x": must be a valid URL: write a literal percent sign as %25
"postgres://u:hunter2@/x": must name a host
"postgres://u:/hunter2@db/x": must be a valid URL: percent-encode special characters of the password, such as %40 for @ and %2F for /
"postgres://u:12/hunter2@db/x": must be a valid URL: percent-encode special characters of the password, such as %40 for @ and %2F for /
"postgres://u:12#hunter2@db/x": must be a valid URL: percent-encode special characters of the password, such as %40 for @ and %2F for /
"@hunter2": must be a host, host:port, socket directory, postgres:// URL or libpq words
"a,b": undefined
"db hunter2": must have words such as port=5433 after the host
"db password='hunter2": must be words such as port=5433, values with spaces in '…'
"db paswort=hunter2": has the unknown word "paswort": did you mean password?
"postgres://db/x?paswort=hunter2": has the unknown word "paswort": did you mean password?
"db sslmode=prefer": must have an sslmode of disable, no-verify, require, verify-ca, verify-full
42: must be text
`
