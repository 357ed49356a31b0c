import type { FastifyInstance } from 'fastify'
import type { PluginValues } from 'gnar-env'
import promClient from 'prom-client'
import { measureEvents } from './event-metrics.ts'
import { measureRequests } from './request-metrics.ts'
import type { settings } from './settings.ts'
import { measureStates } from './state-metrics.ts'

export { serveMetrics } from './metrics-server.ts'

/** Creates the registry of an app, and measures until the app closes. */
export function createMetrics(
  fastify: FastifyInstance,
  { buckets, labels, openMetrics }: PluginValues<typeof settings>
): promClient.Registry {
  const registry = new promClient.Registry()
  if (openMetrics) registry.setContentType(promClient.openMetricsContentType as never)
  if (labels !== undefined) registry.setDefaultLabels(labels)
  promClient.collectDefaultMetrics({ register: registry })
  measureRequests(fastify, registry, buckets, openMetrics)
  measureStates(fastify, registry)
  const stop = measureEvents(registry)
  fastify.addHook('onClose', async () => stop())
  return registry
}
