/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/response.test.ts > TAP > X4 X8 a 4xx or 5xx status is not an error until raiseForStatus(), which throws a 502 > must match snapshot 1`] = `
GET /400?token=[Redacted] of peer piste returned 400: the body begins "{\\"error\\":\\"no 400\\"}"; where that is expected, check status instead
GET /401?token=[Redacted] of peer piste returned 401: the body begins "{\\"error\\":\\"no 401\\"}"; where that is expected, check status instead
GET /404?token=[Redacted] of peer piste returned 404: the body begins "{\\"error\\":\\"no 404\\"}"; where that is expected, check status instead
GET /418?token=[Redacted] of peer piste returned 418: the body begins "{\\"error\\":\\"no 418\\"}"; where that is expected, check status instead
GET /500?token=[Redacted] of peer piste returned 500: the body begins "{\\"error\\":\\"no 500\\"}"; where that is expected, check status instead
`

exports[`packages/gnar-peer/test/response.test.ts > TAP > X4 X8 json() on a response that is not JSON shows the status and how the body begins > must match snapshot 1`] = `
GET /200 of peer piste returned 200 with a body that is not JSON: it begins "<html>\\r\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"; check status first, or read text
GET /404 of peer piste returned 404 with a body that is not JSON: it begins "<html>\\r\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"; check status first, or read text
GET /204 of peer piste returned 204 with a body that is not JSON: it begins (empty); check status first, or read text
`
