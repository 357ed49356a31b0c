import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from './connection.ts'
import { CredentialsError } from './errors.ts'
import type { PollValues } from './poll-settings.ts'
import { readVisibilityTimeout } from './queue.ts'

/** How long SQS hides a message unless the queue says otherwise, in seconds. */
const defaultVisibilityTimeout = 30

/**
 * How long received messages are hidden, in seconds. Undefined where it does not matter: no message waits for its turn,
 * and none is kept hidden.
 */
export async function findVisibilityTimeout(
  connection: Connection,
  poll: PollValues,
  log: FastifyBaseLogger
): Promise<number | undefined> {
  const { queueName, visibilityTimeout, maxNumberOfMessages, concurrency, extendVisibility } = poll
  if (visibilityTimeout !== undefined) return visibilityTimeout
  if (maxNumberOfMessages === 1 && concurrency === 1 && !extendVisibility) return undefined
  try {
    return await readVisibilityTimeout(connection, queueName)
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error
    log.warn(
      { queue: queueName },
      `SQS queue ${queueName}: cannot read the visibility timeout, assuming ${defaultVisibilityTimeout} seconds: allow sqs:GetQueueAttributes, or set the poll's visibilityTimeout`
    )
    return defaultVisibilityTimeout
  }
}
