import { channel } from 'node:diagnostics_channel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import promClient, { type Registry } from 'prom-client'

/** Event of the channel `gnar-metrics:exemplar`: subscribers add labels that identify the request, such as `trace_id`. */
export interface MetricsExemplarEvent {
  readonly request: FastifyRequest
  readonly labels: Record<string, string>
}

const exemplarChannel = channel('gnar-metrics:exemplar')

/** The methods that have a label of their own: a client can send any other word. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The label of every path without a route, since a client can ask for any number of them. */
const unknownRoute = 'unknown'

const inFlight = Symbol('gnar-metrics.inFlight')

interface CountedRequest extends FastifyRequest {
  [inFlight]?: boolean
}

/** Measures requests by the pattern of their route, their method and the class of their status. */
export function measureRequests(
  fastify: FastifyInstance,
  registry: Registry,
  buckets: readonly number[],
  exemplars: boolean
): void {
  const registers = [registry]
  const durations = new promClient.Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its response.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: [...buckets],
    enableExemplars: exemplars,
    registers
  })
  const requestsInFlight = new promClient.Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests whose response has not ended.',
    registers
  })

  fastify.decorateRequest(inFlight, false)
  fastify.addHook('onRequest', (request: CountedRequest, _reply, done) => {
    request[inFlight] = true
    requestsInFlight.inc()
    done()
  })
  fastify.addHook('onResponse', (request: CountedRequest, { elapsedTime, statusCode }, done) => {
    // A hook that responds before ours skips it.
    if (request[inFlight]) requestsInFlight.dec()
    const labels = {
      method: methods.has(request.method) ? request.method : 'OTHER',
      route: request.routeOptions.url ?? unknownRoute,
      status_class: `${Math.trunc(statusCode / 100)}xx`
    }
    const seconds = elapsedTime / 1000
    if (exemplars) durations.observe({ labels, value: seconds, exemplarLabels: exemplarOf(request) })
    else durations.observe(labels, seconds)
    done()
  })
}

function exemplarOf(request: FastifyRequest): Record<string, string> {
  const event: MetricsExemplarEvent = { request, labels: {} }
  if (exemplarChannel.hasSubscribers) exemplarChannel.publish(event)
  return event.labels
}
