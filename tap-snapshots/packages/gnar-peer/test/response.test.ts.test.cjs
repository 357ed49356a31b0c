/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/response.test.ts > TAP > X4 X8 a status of 4xx or 5xx is no error until raiseForStatus(), which answers 502 > must match snapshot 1`] = `
GET /400?token=[Redacted] of peer piste answered 400: the body begins "{\\"error\\":\\"no 400\\"}"; where that may happen, look at status instead
GET /401?token=[Redacted] of peer piste answered 401: the body begins "{\\"error\\":\\"no 401\\"}"; where that may happen, look at status instead
GET /404?token=[Redacted] of peer piste answered 404: the body begins "{\\"error\\":\\"no 404\\"}"; where that may happen, look at status instead
GET /418?token=[Redacted] of peer piste answered 418: the body begins "{\\"error\\":\\"no 418\\"}"; where that may happen, look at status instead
GET /500?token=[Redacted] of peer piste answered 500: the body begins "{\\"error\\":\\"no 500\\"}"; where that may happen, look at status instead
`

exports[`packages/gnar-peer/test/response.test.ts > TAP > X4 X8 json() on an answer that is not JSON says the status and how the body begins > must match snapshot 1`] = `
GET /200 of peer piste answered 200 with a body that is not JSON: it begins "<html>\\r\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"; check the status first, or read text
GET /404 of peer piste answered 404 with a body that is not JSON: it begins "<html>\\r\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"; check the status first, or read text
GET /204 of peer piste answered 204 with a body that is not JSON: it begins (empty); check the status first, or read text
`
