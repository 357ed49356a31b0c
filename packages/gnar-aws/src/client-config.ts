import type { AwsValues } from './settings.ts'

/** The part of an SDK client's configuration that follows from the settings; spread it to override or add. */
export function createClientConfig(values: AwsValues) {
  const { regionName, endpoint, profile, connectTimeoutMs, requestTimeoutMs } = values
  const credentials = values.credentials ?? readKeys(values)
  return {
    ...(regionName !== undefined && { region: regionName }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // The request timeout ends with the response headers; this one covers the body.
      socketTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true
    }
  }
}

function readKeys({ accessKeyId, secretAccessKey, sessionToken }: AwsValues) {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}
