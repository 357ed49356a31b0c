/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-pg/test/start.test.ts > TAP > P1 P4 a variable that is missing or malformed is an error that names it > must match snapshot 1`] = `
GNAR_ERR_CONFIGURATION: 3 problems:
  - GNAR_PG_ENDPOINT (host, host:port, socket directory, postgres:// URL or libpq words) is required. Set it, or pass gnar-pg's endpoint option. Example: GNAR_PG_ENDPOINT=localhost:5432
  - GNAR_PG_DATABASE (name of the database) is required. Set it, or pass gnar-pg's database option. Example: GNAR_PG_DATABASE=piste
  - GNAR_PG_USERNAME (name of the user) is required. Set it, or pass gnar-pg's username option. Example: GNAR_PG_USERNAME=piste
GNAR_ERR_CONFIGURATION: 2 problems:
  - GNAR_PG_DATABASE (name of the database) is required. Set it, or pass gnar-pg's database option. Example: GNAR_PG_DATABASE=piste
  - GNAR_PG_USERNAME (name of the user) is required. Set it, or pass gnar-pg's username option. Example: GNAR_PG_USERNAME=piste
GNAR_ERR_CONFIGURATION: GNAR_PG_USERNAME (name of the user) is required. Set it, or pass gnar-pg's username option. Example: GNAR_PG_USERNAME=piste
GNAR_ERR_CONFIGURATION: GNAR_PG_ENDPOINT (host, host:port, socket directory, postgres:// URL or libpq words) must have a port from 1 to 65535, found a secret of 30 characters; for example GNAR_PG_ENDPOINT=localhost:5432
GNAR_ERR_CONFIGURATION: 2 problems:
  - GNAR_PG_SSL_MODE (TLS mode, in libpq's words) must be one of disable, no-verify, require, verify-ca, verify-full, found "prefer"; for example GNAR_PG_SSL_MODE=disable
  - GNAR_PG_POOL_SIZE (maximum number of connections) must be a whole number from 1 to 10000, found "many"; for example GNAR_PG_POOL_SIZE=10
GNAR_ERR_CONFIGURATION: GNAR_PG_ENDPOINT (host, host:port, socket directory, postgres:// URL or libpq words) must have an sslmode of disable, no-verify, require, verify-ca, verify-full, found a secret of 34 characters; for example GNAR_PG_ENDPOINT=localhost:5432
GNAR_ERR_CONFIGURATION: GNAR_PG_SSL_ROOT_CERT names a file that cannot be read: ENOENT: no such file or directory, open '/nowhere/ca.pem'
GNAR_ERR_CONFIGURATION: 2 problems:
  - option tls of gnar-pg (options of Node's tls.connect) must be an object; set sslMode to enable TLS, found true
  - option parsers of gnar-pg (functions that convert values of a Postgres type) must be an object of functions, such as { int8: Number }, found an object
`

exports[`packages/gnar-pg/test/start.test.ts > TAP > P4 each reason why the database cannot be reached is named with what to change > must match snapshot 1`] = `
wrong password: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: password authentication failed for user "gnar": the server rejected user and password: correct GNAR_PG_USERNAME and GNAR_PG_PASSWORD
no password: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string: the server requires a password: set GNAR_PG_PASSWORD
unknown database: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/nowhere@gnar: database "nowhere" does not exist: create the database, or correct GNAR_PG_DATABASE
unknown user: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@nobody: password authentication failed for user "nobody": the server rejected user and password: correct GNAR_PG_USERNAME and GNAR_PG_PASSWORD
unknown host: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at nowhere.invalid/gnar@gnar: getaddrinfo ENOTFOUND nowhere.invalid: the host is unknown: correct GNAR_PG_ENDPOINT
nothing listens: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: connect ECONNREFUSED 127.0.0.1:PORT: nothing is listening there: start the server, or correct GNAR_PG_ENDPOINT
accepts and never responds: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: timeout expired: the server does not respond: correct GNAR_PG_ENDPOINT, or check the network and the firewall
resets each connection: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: ECONNRESET: the server closed the connection: check its log, and whether GNAR_PG_ENDPOINT is a Postgres server
another kind of server: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: Connection terminated unexpectedly: the server closed the connection: check its log, and whether GNAR_PG_ENDPOINT is a Postgres server
no socket: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at /nowhere/gnar@gnar: connect ENOENT /nowhere/.s.PGSQL.5432: nothing is listening there: start the server, or correct GNAR_PG_ENDPOINT
TLS required: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@tls_only: pg_hba.conf rejects connection for host "127.0.0.1", user "tls_only", database "gnar", no encryption: the server rejects this user from this host: set GNAR_PG_SSL_MODE=require if it requires TLS, correct GNAR_PG_USERNAME and GNAR_PG_DATABASE, or add a line to its pg_hba.conf
no TLS at the server: GNAR_ERR_PG_CONNECT: cannot connect to Postgres at 127.0.0.1:PORT/gnar@gnar: The server does not support SSL connections: set GNAR_PG_SSL_MODE=disable, or enable TLS on the server
`
