/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/address.test.ts > TAP > X2 an address that is missing or malformed is an error that names the variable > must match snapshot 1`] = `
GNAR_PISTE_SERVICE_PORT (address of the peer piste) is required. Set it, or pass gnar-peer's peers option. For example: GNAR_PISTE_SERVICE_PORT=127.0.0.1:9401
GNAR_PISTE_SERVICE_PORT (address of the peer piste) is required. Set it, or pass gnar-peer's peers option. For example: GNAR_PISTE_SERVICE_PORT=127.0.0.1:9401
PISTE_SERVICE_PORT (address of the peer piste) is required. Set it, or pass gnar-peer's peers option. For example: PISTE_SERVICE_PORT=127.0.0.1:9401
PISTE_SERVICE_PORT (address of the peer piste) is required. Set it, or pass gnar-peer's peers option. For example: PISTE_SERVICE_PORT=127.0.0.1:9401
PISTE_SERVICE_PORT (address of the peer piste) is only a port: also set PISTE_SERVICE_HOST, or write host:port
PISTE_SERVICE_HOST and PISTE_SERVICE_PORT together: must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
PISTE_SERVICE_PORT (address of the peer piste) must be host:port, tcp://host:port, http://host:port or https://host
`

exports[`packages/gnar-peer/test/address.test.ts > TAP > X2 option peers is checked at registration > must match snapshot 1`] = `
option peers of gnar-peer (addresses of the peers by name) must be an object with an address for each name, found an array
option peers of gnar-peer (addresses of the peers by name) must be an object with an address for each name, found "http://a"
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which must be an address, settings, a Fastify instance, or true for one from the environment, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which must be host:port, tcp://host:port, http://host:port or https://host, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which needs an address such as http://10.0.0.5:80, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which must be host:port, tcp://host:port, http://host:port or https://host, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which has an unknown option "adress" of a peer: did you mean "address"?, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which needs an object as tls, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which needs an object as tls, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which has an unknown option "rejectUnauthorised" of tls: did you mean "rejectUnauthorized"?, found an object
option peers of gnar-peer (addresses of the peers by name) has an invalid peer "piste", which needs an http or https URL as proxy, found an object
`
