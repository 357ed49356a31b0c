import type { SES } from '@aws-sdk/client-ses'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings, requireAtUse } from 'gnar-env'
import { createSesClient } from './ses-client.ts'
import { settings } from './settings.ts'

export { CredentialsError, ThrottledError, UnreachableError } from './errors.ts'
export { settings } from './settings.ts'

/** Options of the plugin; the README's table lists the environment variables too. */
export type GnarSesOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * The AWS SDK's `SES` client: `await fastify.getSesClient().sendEmail({ … })`. The first call loads the SDK and
     * creates the client, later calls return the same one; it is destroyed when the instance closes.
     *
     * @throws ConfigurationError when the region is missing. In addition to the SDK's own errors, the client's methods
     * throw CredentialsError, ThrottledError and UnreachableError.
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
