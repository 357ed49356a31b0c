import type { FastifyReply, FastifyRequest } from 'fastify'

/** Header with the milliseconds that the caller still waits. The name is Envoy's; gRPC's `grpc-timeout` does the same. */
export const timeLeftHeader = 'x-envoy-expected-rq-timeout-ms'

/** The request that peer calls are made for: its identity, how long its caller waits, and whether it still does. */
export class IncomingRequest {
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #endsAt: number
  #disconnected: AbortController | undefined

  /** @param arrivedAt when the request came, on the clock of `performance.now()` */
  constructor(request: FastifyRequest, reply: FastifyReply, arrivedAt: number) {
    this.#request = request
    this.#reply = reply
    const left = request.headers[timeLeftHeader]
    const known = typeof left === 'string' && /^\d{1,9}$/.test(left)
    this.#endsAt = known ? arrivedAt + Number(left) : Number.POSITIVE_INFINITY
  }

  /** Milliseconds that the caller still waits; Infinity when unknown. */
  get remainingMs(): number {
    return this.#endsAt - performance.now()
  }

  /**
   * Aborted when the caller disconnects before the response. Fastify's `request.signal` cannot be used: on Node 20 it
   * fires as soon as a body is read.
   */
  get disconnected(): AbortSignal {
    if (this.#disconnected !== undefined) return this.#disconnected.signal
    const controller = new AbortController()
    this.#disconnected = controller
    const { raw } = this.#reply
    const onClose = () => {
      if (!raw.writableFinished) controller.abort(new Error('the client disconnected'))
    }
    if (raw.closed) onClose()
    else raw.once('close', onClose)
    return controller.signal
  }

  /** Headers that every peer call propagates. */
  headers(): Record<string, string> {
    const { traceparent, tracestate } = this.#request.headers
    const headers: Record<string, string> = { 'x-request-id': String(this.#request.id) }
    if (typeof traceparent === 'string') headers.traceparent = traceparent
    if (typeof tracestate === 'string') headers.tracestate = tracestate
    return headers
  }

  /** A token for the current identity; undefined when the route is not protected, null without gnar-jwt. */
  token(): string | undefined | null {
    const request = this.#request as FastifyRequest & { createPeerToken?: () => string | undefined }
    return request.createPeerToken === undefined ? null : request.createPeerToken()
  }
}
