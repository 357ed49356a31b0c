import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs'

/** W3C trace context to send; the headers of a request can be passed unchanged. */
export interface TraceContext {
  traceparent?: unknown
  tracestate?: unknown
}

/** W3C trace context of a received message. */
export interface ReceivedTraceContext {
  traceparent: string
  tracestate: string | undefined
}

/** Message attributes that carry the trace context. */
export const traceAttributeNames = ['traceparent', 'tracestate'] as const

/** Format of `traceparent` (W3C Trace Context, section 3.2.2). */
const traceparentShape = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The attributes for a trace context; none when its `traceparent` is absent or malformed. */
export function traceAttributes(trace: TraceContext | undefined): Record<string, MessageAttributeValue> {
  const { traceparent, tracestate } = trace ?? {}
  if (typeof traceparent !== 'string' || !traceparentShape.test(traceparent)) return {}
  const attributes: Record<string, MessageAttributeValue> = { traceparent: asText(traceparent) }
  if (typeof tracestate === 'string' && tracestate !== '') attributes.tracestate = asText(tracestate)
  return attributes
}

/** The trace context of a received message; undefined when it has none. */
export function readTrace(message: Message): ReceivedTraceContext | undefined {
  const traceparent = message.MessageAttributes?.traceparent?.StringValue
  if (traceparent === undefined || !traceparentShape.test(traceparent)) return undefined
  return { traceparent, tracestate: message.MessageAttributes?.tracestate?.StringValue }
}

function asText(StringValue: string): MessageAttributeValue {
  return { DataType: 'String', StringValue }
}
