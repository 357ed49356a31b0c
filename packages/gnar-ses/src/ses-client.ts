import type { SES } from '@aws-sdk/client-ses'
import { createClientConfig, withoutVersionWarning } from 'gnar-aws'
import type { PluginValues } from 'gnar-env'
import { loadSdk } from './load-sdk.cjs'
import type { settings } from './settings.ts'
import { translateError } from './translate-error.ts'

/** Loads the SDK, which takes about 100 ms, and creates a client whose errors say what to do. */
export function createSesClient(values: PluginValues<typeof settings>): SES {
  const sdk = loadSdk()
  const client = withoutVersionWarning(() => new sdk.SES(createClientConfig(values)))
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        throw translateError(error, values)
      }),
    { step: 'initialize', name: 'gnarSesErrors', priority: 'high' }
  )
  return client
}
