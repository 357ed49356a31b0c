import type { FastifyInstance, RouteGenericInterface } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import type { Registry } from 'prom-client'
import { settings } from './settings.ts'

export { MetricsPortError } from './errors.ts'
export type { MetricsExemplarEvent } from './request-metrics.ts'
export { settings } from './settings.ts'

/** Options of the plugin, see the README's table. */
export type GnarMetricsOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /** The registry of the app's metrics, for your own: `new Counter({ …, registers: [fastify.metrics] })`. */
    metrics: Registry
  }
}

/** Measures the app and serves what it measured. */
async function plugin(fastify: FastifyInstance, options: GnarMetricsOptions): Promise<void> {
  const values = readSettings(settings, options)
  // prom-client is loaded only by an app that registers this plugin.
  const { createMetrics, serveMetrics } = await import('./metrics.ts')
  const registry = createMetrics(fastify, values)
  fastify.decorate('metrics', registry)

  if (values.port !== undefined) {
    await serveMetrics(fastify, registry, { ...values, port: values.port })
    return
  }
  const config = { public: true }
  fastify.get<RouteGenericInterface, typeof config>(
    values.path,
    { logLevel: 'silent', config },
    (_request, reply) => {
      reply.header('content-type', registry.contentType).header('cache-control', 'no-store')
      return registry.metrics()
    }
  )
}

export const gnarMetrics = fp(plugin, { name: 'gnar-metrics', fastify: '5.x' })
export default gnarMetrics
