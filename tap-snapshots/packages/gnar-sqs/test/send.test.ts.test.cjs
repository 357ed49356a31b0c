/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-sqs/test/send.test.ts > TAP > Q8 what cannot be sent is an error that says what to do > must match snapshot 1`] = `
GNAR_ERR_SQS_BODY: The body of a message for queue <queue> must be non-empty text: use JSON.stringify for anything else
GNAR_ERR_SQS_BODY: The body of a message for queue <queue> must be non-empty text: use JSON.stringify for anything else
GNAR_ERR_CONFIGURATION: unknown option "delaySecond" of sendSqsMessage: did you mean "delaySeconds"?
GNAR_ERR_SQS_REFUSED: SQS refused a request for queue <queue> (AWS.SimpleQueueService.InvalidMessageContents: Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.): correct what it names
GNAR_ERR_SQS_QUEUE_NOT_FOUND: SQS has no queue no-such-queue in http://<host>: create it, or correct the name or the region
GNAR_ERR_CONFIGURATION: option messageAttributes of sendSqsMessage (metadata of the message) must be an object of attributes such as { colour: { DataType: 'String', StringValue: 'red' } }, found an object
GNAR_ERR_CONFIGURATION: 4 problems:
  - option delaySeconds of sendSqsMessage (seconds until the message can be received) must be a whole number from 0 to 900, found 901
  - option messageAttributes of sendSqsMessage (metadata of the message) must be an object of attributes such as { colour: { DataType: 'String', StringValue: 'red' } }, found an object
  - option messageGroupId of sendSqsMessage (group of the message) must be text that is not empty, found 7
  - option trace of sendSqsMessage (trace context to send) must be an object such as { traceparent, tracestate }, found "x"
GNAR_ERR_SQS_BODY: The body of a message for queue <queue> must be non-empty text: use JSON.stringify for anything else
GNAR_ERR_SQS_BODY: The body of a message for queue <queue> must be non-empty text: use JSON.stringify for anything else
GNAR_ERR_CONFIGURATION: option delaySeconds of sendSqsMessages (seconds until the message can be received) must be a whole number from 0 to 900, found -1
GNAR_ERR_CONFIGURATION: unknown option "bodi" of sendSqsMessages: did you mean "body"?
`
