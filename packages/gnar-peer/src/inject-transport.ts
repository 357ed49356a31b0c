import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Cancellation } from './cancellation.ts'
import { StreamedBody } from './streamed-body.ts'
import {
  nodeHeaders,
  type OpenResponse,
  type Outgoing,
  TooLarge,
  type Transport,
  type WholeResponse
} from './transport.ts'

/** Calls another Fastify instance in this process without a network, so that tests of a fleet need no ports. */
export class InjectTransport implements Transport {
  readonly #instance: FastifyInstance
  readonly #maxBodyBytes: number

  constructor(instance: FastifyInstance, maxBodyBytes: number) {
    this.#instance = instance
    this.#maxBodyBytes = maxBodyBytes
  }

  async read(outgoing: Outgoing, cancellation: Cancellation): Promise<WholeResponse> {
    const response = await this.#interruptibly(cancellation, async (controller, fail) => {
      const injected = { ...input(outgoing, fail), signal: controller.signal }
      const { statusCode, headers, rawPayload } = await this.#instance.inject(injected)
      if (rawPayload.length > this.#maxBodyBytes) throw new TooLarge(this.#maxBodyBytes)
      return { status: statusCode, headers: nodeHeaders(headers), content: rawPayload }
    })
    cancellation.during(undefined)
    return response
  }

  async stream(outgoing: Outgoing, cancellation: Cancellation): Promise<OpenResponse> {
    return this.#interruptibly(cancellation, async (controller, fail) => {
      const injected = { ...input(outgoing, fail), signal: controller.signal, payloadAsStream: true } as const
      const { statusCode, headers, stream } = await this.#instance.inject(injected)
      // Nobody listens for errors once the call has been cancelled.
      const body = stream()
        .on('error', () => {})
        .once('close', () => controller.abort())
      cancellation.during((reason) => body.destroy(reason))
      return { status: statusCode, headers: nodeHeaders(headers), body }
    })
  }

  /** Injection ends with the signal, but its promise may stay pending: a cancelled call must not wait for it. */
  #interruptibly<T>(
    cancellation: Cancellation,
    inject: (controller: AbortController, fail: (reason: Error) => void) => Promise<T>
  ): Promise<T> {
    const controller = new AbortController()
    return new Promise<T>((resolve, reject) => {
      const fail = (reason: Error) => {
        reject(reason)
        controller.abort(reason)
      }
      cancellation.during(fail)
      inject(controller, fail).then(resolve, reject)
    })
  }
}

function input(outgoing: Outgoing, fail: (reason: Error) => void): InjectOptions {
  const { path: url, headers, body } = outgoing
  const method = outgoing.method as 'GET'
  if (body === undefined) return { method, url, headers }
  if (!(body instanceof StreamedBody)) return { method, url, headers, payload: body }
  const payload = body.open().on('error', fail)
  // Fastify parses a body only when one of these headers announces it.
  const framing = body.length === undefined ? { 'transfer-encoding': 'chunked' } : {}
  return { method, url, headers: { ...framing, ...headers }, payload }
}
