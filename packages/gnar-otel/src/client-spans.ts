import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'

const traceHeaders: ReadonlySet<unknown> = new Set(['traceparent', 'tracestate', 'baggage'])

/** A span for each request of gnar-peer, `fetch` and undici, whose query stays out of it. */
export function createClientInstrumentation(): UndiciInstrumentation {
  return new UndiciInstrumentation({
    requestHook(span, request) {
      const [path = ''] = request.path.split('?', 1)
      span.setAttributes({ 'url.full': request.origin + path, 'url.query': '' })
      removeTraceHeaders(request.headers)
    }
  })
}

/** Removes the trace that a caller forwards: the instrumentation adds its own, and two are as good as none. */
function removeTraceHeaders(headers: unknown): void {
  if (!Array.isArray(headers)) return
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    if (traceHeaders.has(String(headers[index]).toLowerCase())) headers.splice(index, 2)
  }
}
