import type { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, tracingChannel } from 'node:diagnostics_channel'
import {
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace
} from '@opentelemetry/api'
import type { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import type { SqsMessageEvent } from 'gnar-sqs'

const channel = 'gnar-sqs:message'

/** A span for each message while its callback runs, in the trace of the sender. */
export function createMessageSpans(contexts: AsyncLocalStorageContextManager): void {
  const spans = new WeakMap<object, Span>()
  const tracer = trace.getTracer('gnar-otel')
  // A test checks that the context manager still has its store under this name.
  const store = Reflect.get(contexts, '_asyncLocalStorage') as AsyncLocalStorage<Context>

  tracingChannel<Context, SqsMessageEvent>(channel).start.bindStore(store, (event) => {
    const parent = propagation.extract(ROOT_CONTEXT, event.trace ?? {})
    const attributes = {
      'messaging.system': 'aws_sqs',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': event.queueName,
      'messaging.message.id': event.messageId
    }
    const span = tracer.startSpan(
      `process ${event.queueName}`,
      { kind: SpanKind.CONSUMER, attributes },
      parent
    )
    spans.set(event, span)
    return trace.setSpan(parent, span)
  })
  subscribe(`tracing:${channel}:asyncEnd`, (message) => {
    const event = message as SqsMessageEvent
    const span = spans.get(event)
    if (event.errorCode !== undefined) {
      span?.setAttribute('error.type', event.errorCode).setStatus({ code: SpanStatusCode.ERROR })
    }
    span?.end()
  })
}
