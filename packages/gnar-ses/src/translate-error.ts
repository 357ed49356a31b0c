import { describeNetworkFault, isCredentialFault, isThrottlingFault } from 'gnar-aws'
import type { PluginValues } from 'gnar-env'
import { CredentialsError, ThrottledError, UnreachableError } from './errors.ts'
import type { settings } from './settings.ts'

/** The SDK's error as one that says what to do, with the original as its cause; other errors as they are. */
export function translateError(
  error: unknown,
  { endpoint, regionName, envPrefix }: PluginValues<typeof settings>
): unknown {
  if (!(error instanceof Error)) return error
  if (isCredentialFault(error)) {
    const advice = `${envPrefix}_SES_ACCESS_KEY_ID and ${envPrefix}_SES_SECRET_ACCESS_KEY, or the default credential chain, and the permissions of their owner`
    return Object.assign(new CredentialsError(error.name, advice), { cause: error })
  }
  if (isThrottlingFault(error)) return Object.assign(new ThrottledError(error.message), { cause: error })
  const fault = describeNetworkFault(error)
  if (fault === undefined) return error
  const place = endpoint ?? `region ${regionName}`
  const advice = `${envPrefix}_SES_ENDPOINT and ${envPrefix}_SES_REGION_NAME`
  return Object.assign(new UnreachableError(place, fault, advice), { cause: error })
}
