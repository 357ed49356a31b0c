/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-sqs/test/failures.test.ts > TAP > Q6 5xx, throttling and refused credentials are logged and retried, other queues continue > must match snapshot 1`] = `
SQS queue <queue>: receive failed, next attempt in <n> ms: SQS is unavailable for queue <queue> (InternalFailure: AWS says InternalFailure): retry later; if it persists, check the network, GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME
SQS queue <queue>: receive failed, next attempt in <n> ms: SQS is unavailable for queue <queue> (ServiceUnavailable: AWS says ServiceUnavailable): retry later; if it persists, check the network, GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME
SQS queue <queue>: receive failed, next attempt in <n> ms: SQS is unavailable for queue <queue> (ThrottlingException: AWS says ThrottlingException): retry later; if it persists, check the network, GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME
SQS queue <queue>: receive failed, next attempt in <n> ms: SQS refused the credentials for queue <queue> (AccessDeniedException): check GNAR_SQS_ACCESS_KEY_ID and GNAR_SQS_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner
SQS queue <queue>: receive failed, next attempt in <n> ms: SQS refused a request for queue <queue> (InvalidParameterValue: AWS says InvalidParameterValue): correct what it names
`
