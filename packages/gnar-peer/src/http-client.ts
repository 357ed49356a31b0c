import type { CallOptions, Data, ExternalCallOptions, PeerCallOptions } from './call-options.ts'
import type { Params } from './query.ts'
import type { PeerResponse, StreamedResponse } from './response.ts'

/** What a call resolves to: with `stream: true` the body is left to be read. */
export type ResponseOf<Options> = Options extends { stream: true } ? StreamedResponse : PeerResponse

/** The methods of the original's `peer` and `external`; `path` is a full URL for `external`. */
export interface HttpClient<Base extends CallOptions> {
  request<O extends Base = Base>(method: string, path: string, options?: O): Promise<ResponseOf<O>>
  head<O extends Base = Base>(path: string, options?: O): Promise<ResponseOf<O>>
  get<O extends Base = Base>(path: string, params?: Params | null, options?: O): Promise<ResponseOf<O>>
  post<O extends Base = Base>(
    path: string,
    data?: Data | null,
    json?: unknown,
    options?: O
  ): Promise<ResponseOf<O>>
  put<O extends Base = Base>(path: string, data?: Data | null, options?: O): Promise<ResponseOf<O>>
  patch<O extends Base = Base>(path: string, data?: Data | null, options?: O): Promise<ResponseOf<O>>
  delete<O extends Base = Base>(path: string, options?: O): Promise<ResponseOf<O>>
}

/** Calls another service of the fleet. */
export type PeerClient = HttpClient<PeerCallOptions>

/** Calls the outside. */
export type ExternalClient = HttpClient<ExternalCallOptions>

type Send<Base> = (
  method: string,
  path: string,
  options: Base | undefined
) => Promise<PeerResponse | StreamedResponse>

/** The methods of a client over one function that makes requests. */
export class Methods<Base extends CallOptions> implements HttpClient<Base> {
  readonly #send: Send<Base>

  constructor(send: Send<Base>) {
    this.#send = send
  }

  request<O extends Base>(method: string, path: string, options?: O): Promise<ResponseOf<O>> {
    return this.#send(method, path, options) as Promise<ResponseOf<O>>
  }

  /** Does not follow redirects unless told to, as in Python's requests. */
  head<O extends Base>(path: string, options?: O): Promise<ResponseOf<O>> {
    return this.request('HEAD', path, { ...options, allowRedirects: options?.allowRedirects ?? false } as O)
  }

  get<O extends Base>(path: string, params?: Params | null, options?: O): Promise<ResponseOf<O>> {
    return this.request('GET', path, isGiven(params) ? ({ ...options, params } as O) : options)
  }

  post<O extends Base>(
    path: string,
    data?: Data | null,
    json?: unknown,
    options?: O
  ): Promise<ResponseOf<O>> {
    return this.#sendData('POST', path, data, isGiven(json) ? ({ ...options, json } as O) : options)
  }

  put<O extends Base>(path: string, data?: Data | null, options?: O): Promise<ResponseOf<O>> {
    return this.#sendData('PUT', path, data, options)
  }

  patch<O extends Base>(path: string, data?: Data | null, options?: O): Promise<ResponseOf<O>> {
    return this.#sendData('PATCH', path, data, options)
  }

  delete<O extends Base>(path: string, options?: O): Promise<ResponseOf<O>> {
    return this.request('DELETE', path, options)
  }

  #sendData<O extends Base>(method: string, path: string, data: Data | null | undefined, options?: O) {
    return this.request(method, path, isGiven(data) ? ({ ...options, data } as O) : options)
  }
}

/** As in Python, where these arguments default to None, null is as good as nothing. */
function isGiven(argument: unknown): boolean {
  return argument !== undefined && argument !== null
}
