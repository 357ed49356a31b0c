/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/faults.test.ts > TAP > X6 X8 a connection that breaks mid-body gives one clear error > must match snapshot 1`] = `
GNAR_ERR_PEER_UNREACHABLE 502 GET /big of peer piste (attempt 3) got no response: ECONNRESET; check that the service is running and that its address is right
`

exports[`packages/gnar-peer/test/faults.test.ts > TAP > X6 X8 a connection that breaks mid-body gives one clear error > must match snapshot 2`] = `
GNAR_ERR_PEER_UNREACHABLE 502 PUT /big of peer piste (attempt 3) got no response: ECONNRESET; check that the service is running and that its address is right
`

exports[`packages/gnar-peer/test/faults.test.ts > TAP > X6 X8 a peer that refuses, resets or stalls gives one clear error within the deadline > must match snapshot 1`] = `
refused: GNAR_ERR_PEER_UNREACHABLE 502 GET /user?token=[Redacted] of peer piste (attempt 3) got no response: connect ECONNREFUSED HOST:PORT; check that the service is running and that its address is right
refused, not idempotent: GNAR_ERR_PEER_UNREACHABLE 502 POST /user of peer piste got no response: connect ECONNREFUSED HOST:PORT; check that the service is running and that its address is right
reset: GNAR_ERR_PEER_UNREACHABLE 502 GET /user of peer piste (attempt 3) got no response: ECONNRESET; check that the service is running and that its address is right
stalled: GNAR_ERR_PEER_TIMEOUT 504 GET /user of peer piste timed out: timeoutMs was 300; find out what the service is waiting for, or allow it more time
stalled, retries left: GNAR_ERR_PEER_TIMEOUT 504 DELETE /user of peer piste timed out: timeoutMs was 300; find out what the service is waiting for, or allow it more time
`
