import type { FastifyReply, FastifyRequest } from 'fastify'

/** Header with the milliseconds that a caller still waits; the name is Envoy's, the idea that of gRPC's `grpc-timeout`. */
export const timeLeftHeader = 'x-envoy-expected-rq-timeout-ms'

/** The request that peer calls are made for: who asked, how long the caller waits, and whether it still does. */
export class Serving {
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #endsAt: number
  #gone: AbortController | undefined

  constructor(request: FastifyRequest, reply: FastifyReply) {
    this.#request = request
    this.#reply = reply
    const left = request.headers[timeLeftHeader]
    const known = typeof left === 'string' && /^\d{1,9}$/.test(left)
    this.#endsAt = known ? performance.now() + Number(left) : Number.POSITIVE_INFINITY
  }

  /** Milliseconds that the caller still waits; Infinity when it did not say. */
  get remainingMs(): number {
    return this.#endsAt - performance.now()
  }

  /**
   * Aborted when the caller has gone before its answer. Fastify's own `request.signal` cannot be used: on Node 20 it
   * fires as soon as a body is read.
   */
  get gone(): AbortSignal {
    if (this.#gone !== undefined) return this.#gone.signal
    const gone = new AbortController()
    this.#gone = gone
    const { raw } = this.#reply
    const onClose = () => {
      if (!raw.writableFinished) gone.abort(new Error('the request that it served was aborted'))
    }
    if (raw.closed) onClose()
    else raw.once('close', onClose)
    return gone.signal
  }

  /** What travels along with every peer call. */
  headers(): Record<string, string> {
    const { traceparent, tracestate } = this.#request.headers
    const headers: Record<string, string> = { 'x-request-id': String(this.#request.id) }
    if (typeof traceparent === 'string') headers.traceparent = traceparent
    if (typeof tracestate === 'string') headers.tracestate = tracestate
    return headers
  }

  /** A token for the current identity; undefined when the route is not protected, null when nothing can make one. */
  token(): string | undefined | null {
    const request = this.#request as FastifyRequest & { createPeerToken?: () => string | undefined }
    return request.createPeerToken === undefined ? null : request.createPeerToken()
  }
}
