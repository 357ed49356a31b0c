/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-sqs/test/poll.test.ts > TAP > Q1 bad or missing properties are errors at registration that name them > must match snapshot 1`] = `
GNAR_ERR_CONFIGURATION: option queueName of poll 1 of gnar-sqs (name of the queue) is required
GNAR_ERR_CONFIGURATION: option queueName of poll a b of gnar-sqs (name of the queue) must be 1 to 80 letters, digits, hyphens and underscores, with .fifo at the end for a FIFO queue, found "a b"
GNAR_ERR_CONFIGURATION: option callback of poll orders of gnar-sqs (called with each message) is required
GNAR_ERR_CONFIGURATION: 3 problems:
  - unknown option "queuename" of poll orders of gnar-sqs: did you mean "queueName"?
  - option maxNumberOfMessages of poll orders of gnar-sqs (maximum number of messages per receive) must be a whole number from 1 to 10, found 11
  - option waitTimeSeconds of poll orders of gnar-sqs (seconds for which a receive waits for a message; default the queue setting) must be a whole number from 0 to 20, found 21
GNAR_ERR_CONFIGURATION: 3 problems:
  - option intervalSeconds of poll orders of gnar-sqs (seconds between an empty receive and the next one) must be a number from 0 to 86400, found -1
  - option visibilityTimeout of poll orders of gnar-sqs (seconds for which a received message is hidden; default the queue setting) must be a whole number from 0 to 43200, found 43201
  - option concurrency of poll orders of gnar-sqs (maximum number of messages handled concurrently) must be a whole number from 1 to 1000, found 0
GNAR_ERR_CONFIGURATION: 2 problems:
  - option attributeNames of poll orders of gnar-sqs (system attributes to ask for) must be a list of names, found "All"
  - option messageAttributeNames of poll orders of gnar-sqs (message attributes to ask for) must be a list of names, found an array
GNAR_ERR_CONFIGURATION: 3 problems:
  - option retryDelaySeconds of poll orders of gnar-sqs (seconds until a failed message can be received again, or a function of its receive count) must be a number from 0 to 43200 or a function, found -1
  - option schema of poll orders of gnar-sqs (JSON Schema of the body) must be a JSON Schema object, found an array
  - option invalidBody of poll orders of gnar-sqs (what happens to a message whose body fails the schema) must be one of keep, delete, found "drop"
GNAR_ERR_CONFIGURATION: option handlerTimeoutMs of poll orders of gnar-sqs (milliseconds after which a callback is aborted) must be a whole number from 1 to 43200000, found 3000000000
GNAR_ERR_CONFIGURATION: option schema of poll orders of gnar-sqs cannot be compiled: Invalid regular expression: /(/u: Unterminated group
GNAR_ERR_CONFIGURATION: 2 problems:
  - option callback of poll orders of gnar-sqs (called with each message) is required
  - option queueName of poll 2 of gnar-sqs (name of the queue) is required
GNAR_ERR_CONFIGURATION: option polls of gnar-sqs (queues to poll) must be a poll { queueName, callback, … } or a list of polls, found "orders"
`
