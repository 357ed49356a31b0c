import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
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

/** Sends requests over undici's pooled connections, which are made at the first request. */
export class ConnectionTransport implements Transport {
  readonly #connect: () => Promise<Dispatcher>
  readonly #maxBodyBytes: number
  #connecting: Promise<Dispatcher> | undefined
  #connected: Dispatcher | undefined

  constructor(connect: () => Promise<Dispatcher>, maxBodyBytes: number) {
    this.#connect = connect
    this.#maxBodyBytes = maxBodyBytes
  }

  /** Uses undici's `dispatch`, without the stream that its `request` makes for every body. */
  async read(outgoing: Outgoing, cancellation: Cancellation): Promise<WholeResponse> {
    const dispatcher = this.#connected ?? (await this.#connection())
    cancellation.throwIfCancelled()
    const { origin, method, path, headers } = outgoing
    const body = openBody(outgoing)
    return new Promise<WholeResponse>((resolve, reject) => {
      const exchange = new Exchange(resolve, reject, this.#maxBodyBytes)
      cancellation.during((reason) => exchange.interrupt(reason))
      // The call's deadline replaces undici's timeouts, which do not span retries.
      dispatcher.dispatch(
        { origin, method, path, headers, body, headersTimeout: 0, bodyTimeout: 0 },
        exchange
      )
    })
  }

  async stream(outgoing: Outgoing, cancellation: Cancellation): Promise<OpenResponse> {
    const dispatcher = await this.#connection()
    cancellation.throwIfCancelled()
    const { origin, method, path, headers } = outgoing
    const body = openBody(outgoing)
    const controller = new AbortController()
    const { signal } = controller
    return new Promise<OpenResponse>((resolve, reject) => {
      // undici observes a signal only once the request has a connection, so a waiting call is rejected here.
      cancellation.during((reason) => {
        reject(reason)
        controller.abort(reason)
      })
      dispatcher
        .request({
          origin,
          method,
          path,
          headers,
          body,
          signal,
          headersTimeout: 0,
          bodyTimeout: 0
        })
        .then(
          ({ statusCode, headers, body }) =>
            resolve({ status: statusCode, headers: nodeHeaders(headers), body }),
          reject
        )
    })
  }

  async #connection(): Promise<Dispatcher> {
    this.#connecting ??= this.#connect()
    this.#connected = await this.#connecting
    return this.#connected
  }
}

function openBody({ body }: Outgoing): string | Buffer | Readable | null {
  return body instanceof StreamedBody ? body.open() : (body ?? null)
}

/** Collects one response. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (response: WholeResponse) => void
  readonly #reject: (error: Error) => void
  readonly #maxBodyBytes: number
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #controller: Dispatcher.DispatchController | undefined
  #interrupted: Error | undefined

  constructor(
    resolve: (response: WholeResponse) => void,
    reject: (error: Error) => void,
    maxBodyBytes: number
  ) {
    this.#resolve = resolve
    this.#reject = reject
    this.#maxBodyBytes = maxBodyBytes
  }

  /** Ends the exchange, even while it is waiting for a free connection. */
  interrupt(reason: Error): void {
    this.#interrupted = reason
    this.#reject(reason)
    this.#controller?.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#interrupted !== undefined) controller.abort(this.#interrupted)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // An informational response, such as 103 Early Hints, precedes the real one, which overwrites it.
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBodyBytes) this.interrupt(new TooLarge(this.#maxBodyBytes))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [first] = this.#chunks
    const content = this.#chunks.length === 1 ? (first as Buffer) : Buffer.concat(this.#chunks, this.#bytes)
    this.#resolve({ status: this.#status, headers: nodeHeaders(this.#headers), content })
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
  }
}
