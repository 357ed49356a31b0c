import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from './connection.ts'
import { CredentialsError } from './errors.ts'
import type { PollValues } from './poll-settings.ts'
import { readVisibilityTimeout } from './queue.ts'

/** What SQS hides a message for when the queue does not say otherwise, in seconds. */
const defaultVisibilityTimeout = 30

/**
 * For how long received messages are hidden, in seconds. Undefined where nobody needs to know: no message waits for its
 * turn, and none is kept hidden.
 */
export async function findVisibilityTimeout(
  connection: Connection,
  poll: PollValues,
  log: FastifyBaseLogger
): Promise<number | undefined> {
  const { queueName, visibilityTimeout, maxNumberOfMessages, concurrency, extendVisibility } = poll
  if (visibilityTimeout !== undefined) return visibilityTimeout
  if (maxNumberOfMessages === 1 && concurrency === 1 && extendVisibility !== true) return undefined
  try {
    return await readVisibilityTimeout(connection, queueName)
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error
    log.warn(
      { queue: queueName },
      `the visibility timeout of SQS queue ${queueName} cannot be read, so it is taken to be ${defaultVisibilityTimeout} seconds: allow sqs:GetQueueAttributes, or set visibilityTimeout of the poll`
    )
    return defaultVisibilityTimeout
  }
}
