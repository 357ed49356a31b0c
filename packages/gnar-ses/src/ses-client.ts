import { createRequire } from 'node:module'
import type { SES, SESClientConfig } from '@aws-sdk/client-ses'
import type { PluginValues } from 'gnar-env'
import { CredentialsError, ThrottledError, UnreachableError } from './errors.ts'
import type { settings } from './settings.ts'

type Values = PluginValues<typeof settings>

/** Loads the SDK, which takes a tenth of a second, and makes a client whose failures say what to do. */
export function createSesClient(values: Values): SES {
  const { regionName, accessKeyId, secretAccessKey, endpoint, connectTimeoutMs, requestTimeoutMs } = values
  const config: SESClientConfig = {
    ...(regionName !== undefined && { region: regionName }),
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: requestTimeoutMs,
      socketTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true
    }
  }
  const sdk = createRequire(import.meta.url)('@aws-sdk/client-ses') as typeof import('@aws-sdk/client-ses')
  const client = withoutVersionWarning(() => new sdk.SES(config))
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        throw explain(error, values)
      }),
    { step: 'initialize', name: 'gnarSesErrors', priority: 'high' }
  )
  return client
}

/** The SDK's credential faults; the names are those of AWS's common errors and of the SDK's credential providers. */
const credentialFaults = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException'
])

const throttlingFaults = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException'])

function explain(error: unknown, { endpoint, regionName, envPrefix }: Values): unknown {
  if (!(error instanceof Error)) return error
  const { name, message } = error
  if (credentialFaults.has(name)) {
    const variables = `${envPrefix}_SES_ACCESS_KEY_ID and ${envPrefix}_SES_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner`
    return Object.assign(new CredentialsError(name, variables), { cause: error })
  }
  if (throttlingFaults.has(name)) return Object.assign(new ThrottledError(message), { cause: error })
  const network = networkFault(error)
  if (network === undefined) return error
  const place = endpoint ?? `region ${regionName}`
  const variables = `${envPrefix}_SES_ENDPOINT and ${envPrefix}_SES_REGION_NAME`
  return Object.assign(new UnreachableError(place, network, variables), { cause: error })
}

/** Node's code of a failed connection (an AggregateError's own message is empty), or the time-out; undefined for answers of AWS. */
function networkFault(error: Error & { code?: unknown; errors?: unknown }): string | undefined {
  if (error.name === 'TimeoutError') return 'time-out'
  if (!('syscall' in error) && error.code !== 'ECONNRESET' && !(error instanceof AggregateError))
    return undefined
  return String(error.code)
}

/**
 * The SDK warns on standard error that its releases of 2027 will need Node 22, which the user of this package cannot
 * act upon. Its switch is a variable that it reads when a client is made: it is set for that moment only, and not when
 * the user has set it, so that nothing else of the process is changed.
 */
function withoutVersionWarning<Client>(create: () => Client): Client {
  const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  if (process.env[variable] !== undefined) return create()
  process.env[variable] = 'true'
  try {
    return create()
  } finally {
    delete process.env[variable]
  }
}
