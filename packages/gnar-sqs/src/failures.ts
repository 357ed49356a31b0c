import type { PluginValues } from 'gnar-env'
import { CredentialsError, QueueNotFoundError, RefusedError, UnavailableError } from './errors.ts'
import type { settings } from './settings.ts'

/** An error of the SDK; `$fault` is there when AWS answered. */
interface SdkError extends Error {
  code?: unknown
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number }
}

/** The SDK's error as one that says what to do, with the original as its cause. */
export function explain(
  error: unknown,
  queueName: string,
  { endpoint, regionName, envPrefix }: PluginValues<typeof settings>
): unknown {
  if (!isSdkError(error)) return error
  const { name, message } = error
  const place = endpoint ?? `region ${regionName}`
  if (isQueueMissing(error)) return withCause(new QueueNotFoundError(queueName, place), error)
  if (credentialFaults.has(name)) {
    const advice = `${envPrefix}_SQS_ACCESS_KEY_ID and ${envPrefix}_SQS_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner`
    return withCause(new CredentialsError(queueName, name, advice), error)
  }
  if (error.$fault !== 'client' || isTransient(error)) {
    const advice = `${envPrefix}_SQS_ENDPOINT and ${envPrefix}_SQS_REGION_NAME`
    return withCause(new UnavailableError(queueName, describe(error), advice), error)
  }
  return withCause(new RefusedError(queueName, name, message), error)
}

/** Whether AWS says that there is no queue of that name or URL; the second name is that of the older query protocol. */
export function isQueueMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'QueueDoesNotExist' || error.name === 'AWS.SimpleQueueService.NonExistentQueue')
  )
}

/** Whether the call was ended by our own signal. */
export function isAborted(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'AbortError' || isAborted(error.cause)
}

/** Names of AWS's common errors and of the SDK's credential providers. */
const credentialFaults = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSecurity',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException'
])

/** Throttling and its like carry a client's status although trying again helps. */
function isTransient({ name, $metadata }: SdkError): boolean {
  const status = $metadata?.httpStatusCode ?? 0
  return (
    /Throttl|TooManyRequests|RequestLimitExceeded|OverLimit|RequestTimeout/.test(name) ||
    status === 429 ||
    status >= 500
  )
}

/** Node's code of a failed connection, whose own message may be empty, else what the SDK says. */
function describe({ name, code, message }: SdkError): string {
  if (name === 'TimeoutError') return 'time-out'
  return typeof code === 'string' ? code : `${name}: ${message}`
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error && !String((error as SdkError).code).startsWith('GNAR_ERR_')
}

function withCause<E extends Error>(error: E, cause: Error): E {
  return Object.assign(error, { cause })
}
