import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { isSpanContextValid, trace } from '@opentelemetry/api'
import type { LogLineEvent } from 'gnar-logger'
import type { MetricsExemplarEvent } from 'gnar-metrics'
import { spanOfRequest } from './server-spans.ts'

/** Adds `trace_id` and `span_id` to the lines of gnar-logger and to the exemplars of gnar-metrics. */
export function addTraceIds(): void {
  subscribe('gnar-logger:line', (message) => {
    const { rawRequest, fields } = message as LogLineEvent
    Object.assign(fields, currentIds(rawRequest))
  })
  subscribe('gnar-metrics:exemplar', (message) => {
    const { request, labels } = message as MetricsExemplarEvent
    Object.assign(labels, currentIds(request.raw))
  })
}

/** The ids of the active span, or else of the request's: a body is parsed outside the async context of its request. */
function currentIds(request: IncomingMessage | undefined): Record<string, string> | undefined {
  const span = trace.getActiveSpan() ?? (request === undefined ? undefined : spanOfRequest(request))
  const ids = span?.spanContext()
  if (ids === undefined || !isSpanContextValid(ids)) return undefined
  return { trace_id: ids.traceId, span_id: ids.spanId }
}
