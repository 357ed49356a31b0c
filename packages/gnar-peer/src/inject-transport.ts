import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Stop } from './stop.ts'
import {
  nodeHeaders,
  type OpenAnswer,
  type Outgoing,
  TooLarge,
  type Transport,
  type WholeAnswer
} from './transport.ts'

/** Calls another Fastify instance of this process without a network, so that tests of a fleet need no ports. */
export class InjectTransport implements Transport {
  readonly #instance: FastifyInstance
  readonly #maxBodyBytes: number

  constructor(instance: FastifyInstance, maxBodyBytes: number) {
    this.#instance = instance
    this.#maxBodyBytes = maxBodyBytes
  }

  async read(outgoing: Outgoing, stop: Stop): Promise<WholeAnswer> {
    const answer = await this.#interruptibly(stop, async ({ signal }) => {
      const injected = { ...input(outgoing), signal }
      const { statusCode, headers, rawPayload } = await this.#instance.inject(injected)
      if (rawPayload.length > this.#maxBodyBytes) throw new TooLarge(this.#maxBodyBytes)
      return { status: statusCode, headers: nodeHeaders(headers), content: rawPayload }
    })
    stop.during(undefined)
    return answer
  }

  async stream(outgoing: Outgoing, stop: Stop): Promise<OpenAnswer> {
    return this.#interruptibly(stop, async (controller) => {
      const injected = { ...input(outgoing), signal: controller.signal, payloadAsStream: true } as const
      const { statusCode, headers, stream } = await this.#instance.inject(injected)
      // A call that was stopped meanwhile has nobody who listens for errors.
      const body = stream()
        .on('error', () => {})
        .once('close', () => controller.abort())
      stop.during((reason) => body.destroy(reason))
      return { status: statusCode, headers: nodeHeaders(headers), body }
    })
  }

  /** Injection ends with the signal, but its promise may not: a stopped call must not wait for it. */
  #interruptibly<T>(stop: Stop, inject: (controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    return new Promise<T>((resolve, reject) => {
      stop.during((reason) => {
        reject(reason)
        controller.abort(reason)
      })
      inject(controller).then(resolve, reject)
    })
  }
}

function input({ method, path, headers, body }: Outgoing): InjectOptions {
  return { method: method as 'GET', url: path, headers, ...(body !== undefined && { payload: body }) }
}
