import type { IncomingMessage } from 'node:http'
import fastifyOtel from '@fastify/otel'
import type { Span } from '@opentelemetry/api'

/** Paths that a platform calls every few seconds, and whose traces nobody reads. */
const probes = /^\/(?:health\/(?:live|ready|startup)|metrics)(?:\?|$)/

/** The spans of requests. They also identify lines that are logged outside the request's async context. */
const spans = new WeakMap<IncomingMessage, Span>()

/** The span of a request; undefined for a probe. */
export function spanOfRequest(request: IncomingMessage): Span | undefined {
  return spans.get(request)
}

/** A span for each request, named like `GET /user/:id`. */
export function createServerInstrumentation(): fastifyOtel.FastifyOtelInstrumentation {
  return new fastifyOtel.FastifyOtelInstrumentation({
    registerOnInitialization: true,
    // It wraps hooks, and so hides from `gnar routes` which routes are protected.
    instrumentHooks: false,
    ignorePaths: ({ url }) => probes.test(url),
    requestHook(span, request) {
      const { method, raw, routeOptions, url } = request
      spans.set(raw, span)
      span.updateName(routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`)
      // The instrumentation writes the query too, which may hold tokens.
      span.setAttribute('url.path', url.split('?', 1)[0] as string)
    }
  })
}
