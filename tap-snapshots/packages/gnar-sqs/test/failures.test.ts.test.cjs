/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-sqs/test/failures.test.ts > TAP > Q6 5xx, throttling and refused credentials are logged and retried, other queues go on > must match snapshot 1`] = `
SQS queue <queue> could not be read, next attempt in <n> ms: SQS cannot be used for queue <queue> now (InternalFailure: AWS says InternalFailure): try again later, and check the network and GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME if it stays so
SQS queue <queue> could not be read, next attempt in <n> ms: SQS cannot be used for queue <queue> now (ServiceUnavailable: AWS says ServiceUnavailable): try again later, and check the network and GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME if it stays so
SQS queue <queue> could not be read, next attempt in <n> ms: SQS cannot be used for queue <queue> now (ThrottlingException: AWS says ThrottlingException): try again later, and check the network and GNAR_SQS_ENDPOINT and GNAR_SQS_REGION_NAME if it stays so
SQS queue <queue> could not be read, next attempt in <n> ms: SQS refused the credentials for queue <queue> (AccessDeniedException): check GNAR_SQS_ACCESS_KEY_ID and GNAR_SQS_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner
SQS queue <queue> could not be read, next attempt in <n> ms: SQS refused a request for queue <queue>: correct what it names (InvalidParameterValue: AWS says InvalidParameterValue)
`
