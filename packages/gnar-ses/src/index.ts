import type { SES } from '@aws-sdk/client-ses'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings, requireAtUse } from 'gnar-env'
import { createSesClient } from './ses-client.ts'
import { settings } from './settings.ts'

export { CredentialsError, ThrottledError, UnreachableError } from './errors.ts'
export { settings } from './settings.ts'

/** Options of the plugin; see the README's table for the environment variables beside them. */
export type GnarSesOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * The AWS SDK's `SES` client: `await fastify.getSesClient().sendEmail({ … })`. The first call loads the SDK and
     * makes the client, later ones return the same; it is destroyed when the instance closes.
     * @throws ConfigurationError when the region is missing. What the client's methods throw beside the SDK's own
     * errors: CredentialsError, ThrottledError, UnreachableError.
     */
    getSesClient(): SES
  }
}

/** Decorates the instance with `getSesClient`. */
async function plugin(fastify: FastifyInstance, options: GnarSesOptions): Promise<void> {
  const values = readSettings(settings, options)
  let client: SES | undefined
  fastify.decorate('getSesClient', () => {
    if (client !== undefined) return client
    requireAtUse(settings, options)
    client = createSesClient(values)
    return client
  })
  fastify.addHook('onClose', async () => client?.destroy())
}

export const gnarSes = fp(plugin, { name: 'gnar-ses', fastify: '5.x' })
export default gnarSes
