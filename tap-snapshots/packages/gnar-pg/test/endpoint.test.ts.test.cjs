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
"a,,b": must name a host before and after each comma
"db hunter2": must have words such as port=5433 after the host
"db password='hunter2": must be words such as port=5433, values with spaces in '…'
"db paswort=hunter2": has the unknown word "paswort": did you mean password?
"postgres://db/x?paswort=hunter2": has the unknown word "paswort": did you mean password?
"db sslmode=prefer": must have an sslmode of disable, no-verify, require, verify-ca, verify-full
42: must be text
`

exports[`packages/gnar-pg/test/endpoint.test.ts > TAP > P8 words that are not used are refused by name, with what to do > must match snapshot 1`] = `
schema=piste: must not have the word schema: write options=-csearch_path%3D<schema> in a URL, or options=-csearch_path=<schema>
connection_limit=5: must not have the word connection_limit: set poolSize
channel_binding=maybe: must have a channel_binding of disable, prefer, require
client_encoding=LATIN1: must have a client_encoding of UTF8, utf8, UTF-8, utf-8, auto
target_session_attrs=master: must have a target_session_attrs of any, read-write, read-only, primary, standby, prefer-standby
passfile=/x: must not have the word passfile: pass the password as a function, or name its file in the variable PG_PASSWORD_FILE with its prefix
service=x: must not have the word service: write the parts of the service
gssencmode=require: must have a gssencmode of disable, prefer
ssl=true: must not have the word ssl: write sslmode=require or sslmode=verify-full
servce=x: has the unknown word "servce": did you mean service?
constructor=x: has the unknown word "constructor": the words are host, hostaddr, port, dbname, user, password, sslmode, sslrootcert, sslcert, sslkey, sslpassword, sslcrl, sslnegotiation, ssl_min_protocol_version, ssl_max_protocol_version, channel_binding, target_session_attrs, load_balance_hosts, application_name, fallback_application_name, options, pgbouncer, connect_timeout, keepalives, keepalives_idle, keepalives_interval, keepalives_count, tcp_user_timeout, client_encoding, sslcompression, sslsni, sslcertmode, gssencmode, min_protocol_version, max_protocol_version
wholly_unknown_word=x: has the unknown word "wholly_unknown_word": the words are host, hostaddr, port, dbname, user, password, sslmode, sslrootcert, sslcert, sslkey, sslpassword, sslcrl, sslnegotiation, ssl_min_protocol_version, ssl_max_protocol_version, channel_binding, target_session_attrs, load_balance_hosts, application_name, fallback_application_name, options, pgbouncer, connect_timeout, keepalives, keepalives_idle, keepalives_interval, keepalives_count, tcp_user_timeout, client_encoding, sslcompression, sslsni, sslcertmode, gssencmode, min_protocol_version, max_protocol_version
`
