import { createError } from '@fastify/error'

/** `GNAR_ERR_SQS_QUEUE_NOT_FOUND`: the region has no queue of that name. */
export const QueueNotFoundError = createError<'GNAR_ERR_SQS_QUEUE_NOT_FOUND', 500, [string, string]>(
  'GNAR_ERR_SQS_QUEUE_NOT_FOUND',
  'SQS has no queue %s in %s: create it, or correct the name or the region',
  500
)

/** `GNAR_ERR_SQS_CREDENTIALS`: AWS refused the credentials, or there are none; `cause` is the SDK's error. */
export const CredentialsError = createError<'GNAR_ERR_SQS_CREDENTIALS', 500, [string, string, string]>(
  'GNAR_ERR_SQS_CREDENTIALS',
  'SQS refused the credentials for queue %s (%s): check %s',
  500
)

/** `GNAR_ERR_SQS_UNAVAILABLE`: SQS did not respond, failed or throttled; `cause` is the SDK's error. */
export const UnavailableError = createError<'GNAR_ERR_SQS_UNAVAILABLE', 503, [string, string, string]>(
  'GNAR_ERR_SQS_UNAVAILABLE',
  'SQS is unavailable for queue %s (%s): retry later; if it persists, check the network, %s',
  503
)

/** `GNAR_ERR_SQS_REFUSED`: SQS refused the request itself; `cause` is the SDK's error. */
export const RefusedError = createError<'GNAR_ERR_SQS_REFUSED', 500, [string, string, string]>(
  'GNAR_ERR_SQS_REFUSED',
  'SQS refused a request for queue %s (%s: %s): correct what it names',
  500
)

/** `GNAR_ERR_SQS_BODY`: the body to send is empty or not text. */
export const BodyError = createError<'GNAR_ERR_SQS_BODY', 500, [string]>(
  'GNAR_ERR_SQS_BODY',
  'The body of a message for queue %s must be non-empty text: use JSON.stringify for anything else',
  500
)

/** `GNAR_ERR_SQS_INVALID_BODY`: a received body is not JSON or fails the schema of its poll. */
export const InvalidBodyError = createError<'GNAR_ERR_SQS_INVALID_BODY', 500, [string]>(
  'GNAR_ERR_SQS_INVALID_BODY',
  'The body does not match the schema (%s): correct the sender or the schema',
  500
)

/** `GNAR_ERR_SQS_HANDLER_TIMEOUT`: a callback did not settle in time. */
export const HandlerTimeoutError = createError<'GNAR_ERR_SQS_HANDLER_TIMEOUT', 500, [number]>(
  'GNAR_ERR_SQS_HANDLER_TIMEOUT',
  'The callback did not settle within %d ms: stop its work when context.signal is aborted, or raise handlerTimeoutMs',
  500
)

/** `GNAR_ERR_SQS_CLOSING`: reason of `context.signal` when the app closes before a callback has settled. */
export const ClosingError = createError<'GNAR_ERR_SQS_CLOSING', 503>(
  'GNAR_ERR_SQS_CLOSING',
  'The app is closing and the message returns to its queue: let the callback end now',
  503
)
