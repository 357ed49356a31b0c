import { subscribe } from 'node:diagnostics_channel'
import { context, DiagConsoleLogger, diag, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  CompositePropagator,
  diagLogLevelFromString,
  getBooleanFromEnv,
  getStringFromEnv,
  W3CBaggagePropagator,
  W3CTraceContextPropagator
} from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { FastifyInstance } from 'fastify'
import { withDeadline } from 'gnar-env'
import { createClientInstrumentation } from './client-spans.ts'
import { addTraceIds } from './log-ids.ts'
import { createMessageSpans } from './message-spans.ts'
import { createServerInstrumentation } from './server-spans.ts'
import { serviceResource } from './service-resource.ts'

/** Tracing that was started. */
export interface Tracing {
  /** Sends what is not sent yet, for at most two seconds. Never rejects. */
  flush(): Promise<void>
}

/** How long a close waits for the collector, in milliseconds: a part of the shutdown budget that a dead one may cost. */
const flushMs = 2000

/**
 * Starts tracing as the variables `OTEL_*` say. Call it before anything imports Fastify or pg, or use
 * `node --import gnar-otel/register`.
 *
 * @returns undefined with `OTEL_SDK_DISABLED=true`
 */
export function startTracing(): Tracing | undefined {
  if (getBooleanFromEnv('OTEL_SDK_DISABLED')) return undefined
  diag.setLogger(new DiagConsoleLogger(), {
    logLevel: diagLogLevelFromString(getStringFromEnv('OTEL_LOG_LEVEL')) ?? 30
  })
  const contexts = new AsyncLocalStorageContextManager()
  context.setGlobalContextManager(contexts)
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] })
  )
  const exports = getStringFromEnv('OTEL_TRACES_EXPORTER') !== 'none'
  const provider = new BasicTracerProvider({
    resource: serviceResource(),
    spanProcessors: exports ? [new BatchSpanProcessor(new OTLPTraceExporter())] : []
  })
  trace.setGlobalTracerProvider(provider)
  registerInstrumentations({
    instrumentations: [
      createServerInstrumentation(),
      createClientInstrumentation(),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new AwsInstrumentation({ suppressInternalInstrumentation: true })
    ]
  })
  createMessageSpans(contexts)
  addTraceIds()

  const flush = () =>
    withDeadline(
      provider.forceFlush().catch(() => undefined),
      flushMs,
      () => undefined
    )
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance }
    // Hooks of a close run in reverse order: this one, added first, sees the spans of all others.
    fastify.addHook('onClose', () => flush())
  })
  return { flush }
}
