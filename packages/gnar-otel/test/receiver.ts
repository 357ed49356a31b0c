import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import protobuf from 'protobufjs'
import type { Test } from 'tap'

/** A span as it arrived. */
export interface ReceivedSpan {
  service: string
  version: string
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  /** 2 is a server's, 3 a client's, 4 a producer's, 5 a consumer's. */
  kind: number
  attributes: Record<string, unknown>
}

/** The parts of opentelemetry/proto/trace/v1/trace.proto and its imports that the tests read, with their numbers. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    repeated KeyValue attributes = 9;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; }
  }
`)
const requestType = root.lookupType('ExportTraceServiceRequest')

interface KeyValue {
  key: string
  value: Record<string, unknown>
}

interface DecodedRequest {
  resourceSpans: {
    resource: { attributes: KeyValue[] }
    scopeSpans: {
      spans: {
        traceId: Uint8Array
        spanId: Uint8Array
        parentSpanId: Uint8Array
        name: string
        kind: number
        attributes: KeyValue[]
      }[]
    }[]
  }[]
}

/** A receiver of OTLP over HTTP with protobuf, which keeps every span. */
export async function startReceiver(t: Test): Promise<{ url: string; spans: ReceivedSpan[] }> {
  const spans: ReceivedSpan[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    spans.push(...decode(bytes))
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans }
}

function decode(bytes: Buffer): ReceivedSpan[] {
  const { resourceSpans } = requestType.decode(bytes) as unknown as DecodedRequest
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service, 'service.version': version } = toObject(resource.attributes)
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ traceId, spanId, parentSpanId, name, kind, attributes }) => ({
        service: String(service),
        version: String(version),
        traceId: hex(traceId),
        spanId: hex(spanId),
        parentSpanId: hex(parentSpanId),
        name,
        kind,
        attributes: toObject(attributes)
      }))
  })
}

function toObject(attributes: KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
