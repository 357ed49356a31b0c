/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-ses/test/ses.test.ts > TAP > M1 refused credentials, throttling and an unreachable endpoint say what to do > must match snapshot 1`] = `
FastifyError [GNAR_ERR_SES_CREDENTIALS]: SES refused the credentials (InvalidClientTokenId): check GNAR_SES_ACCESS_KEY_ID and GNAR_SES_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner
FastifyError [GNAR_ERR_SES_THROTTLED]: SES throttled the request (AWS says Throttling) in all three attempts: send more slowly, or raise the account's quota
FastifyError [GNAR_ERR_SES_UNREACHABLE]: SES did not respond at http://127.0.0.1:1 (ECONNREFUSED) in three attempts: check the network, GNAR_SES_ENDPOINT and GNAR_SES_REGION_NAME
`
