import { channel } from 'node:diagnostics_channel'

/** `{ queueName, count }`: messages were received; a count of 0 is an empty receive. */
export const receiveChannel = channel('gnar-sqs:receive')

/** `{ queueName, messageId, receiveCount, durationMs }`: a callback settled without a failure. */
export const handleChannel = channel('gnar-sqs:handle')

/** `{ queueName, messageId, receiveCount, durationMs, error }`: a callback failed, or a body did not match its schema. */
export const failureChannel = channel('gnar-sqs:failure')

/** `{ queueName, messageIds }`: messages were deleted. */
export const deleteChannel = channel('gnar-sqs:delete')

/** `{ queueName, messageIds }`: messages were handled but could not be deleted, so they will be delivered again. */
export const deleteFailureChannel = channel('gnar-sqs:delete-failure')

/** `{ queueName, error, retryInMs }`: a queue could not be read. */
export const errorChannel = channel('gnar-sqs:error')

/** `{ queueName, count, failed }`: messages were sent. */
export const sendChannel = channel('gnar-sqs:send')
