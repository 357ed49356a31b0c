import { describeNetworkFault, isCredentialFault, isThrottlingFault } from 'gnar-aws'
import type { PluginValues } from 'gnar-env'
import { CredentialsError, QueueNotFoundError, RefusedError, UnavailableError } from './errors.ts'
import type { settings } from './settings.ts'

/** An error of the SDK; `$fault` is set when AWS responded. */
interface SdkError extends Error {
  code?: unknown
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number }
}

/** The SDK's error as one that says what to do, with the original as its cause; other errors as they are. */
export function translateError(
  error: unknown,
  queueName: string,
  { endpoint, regionName, envPrefix }: PluginValues<typeof settings>
): unknown {
  if (!isSdkError(error)) return error
  const { name, message } = error
  const place = endpoint ?? `region ${regionName}`
  if (isQueueMissing(error)) return withCause(new QueueNotFoundError(queueName, place), error)
  if (isCredentialFault(error)) {
    const advice = `${envPrefix}_SQS_ACCESS_KEY_ID and ${envPrefix}_SQS_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner`
    return withCause(new CredentialsError(queueName, name, advice), error)
  }
  if (error.$fault !== 'client' || isTransient(error)) {
    const advice = `${envPrefix}_SQS_ENDPOINT and ${envPrefix}_SQS_REGION_NAME`
    const reason = describeNetworkFault(error) ?? `${name}: ${message}`
    return withCause(new UnavailableError(queueName, reason, advice), error)
  }
  return withCause(new RefusedError(queueName, name, message), error)
}

/** Whether AWS reports that no queue has that name or URL; the second error name is from the older query protocol. */
export function isQueueMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'QueueDoesNotExist' || error.name === 'AWS.SimpleQueueService.NonExistentQueue')
  )
}

/** Whether our own signal ended the call. */
export function isAborted(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'AbortError' || isAborted(error.cause)
}

/** Faults that AWS reports as the client's although a retry helps. */
function isTransient(error: SdkError): boolean {
  const status = error.$metadata?.httpStatusCode ?? 0
  return (
    isThrottlingFault(error) ||
    /OverLimit|RequestTimeout|KmsThrottled/.test(error.name) ||
    status === 429 ||
    status >= 500
  )
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error && !String((error as SdkError).code).startsWith('GNAR_ERR_')
}

function withCause<E extends Error>(error: E, cause: Error): E {
  return Object.assign(error, { cause })
}
