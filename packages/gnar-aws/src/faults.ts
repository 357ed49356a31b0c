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

const throttlingFaults = new Set([
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException'
])

/** Whether AWS refused the credentials, or the SDK found none. */
export function isCredentialFault({ name }: Error): boolean {
  return credentialFaults.has(name)
}

/** Whether AWS asks to send more slowly. */
export function isThrottlingFault({ name }: Error): boolean {
  return throttlingFaults.has(name)
}

/**
 * Why AWS did not respond: `timeout`, or Node's error code, since the message of an AggregateError is empty.
 * @returns undefined when AWS responded, or when the request was never sent
 */
export function describeNetworkFault(
  error: Error & { code?: unknown; $fault?: unknown }
): string | undefined {
  const { name, code, $fault } = error
  if (name === 'TimeoutError') return 'timeout'
  if ($fault !== undefined || typeof code !== 'string') return undefined
  // The other ERR_ codes are about wrong arguments, such as ERR_INVALID_URL.
  return /^ERR_(?!SSL|TLS)/.test(code) ? undefined : code
}
