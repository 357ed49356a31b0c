import { readArguments } from './call-arguments.ts'
import type { CallOptions, Data, ExternalCallOptions, OptionName, PeerCallOptions } from './call-options.ts'
import type { Params } from './query.ts'
import type { PeerResponse, StreamedResponse } from './response.ts'

/** What a call resolves to: with `stream: true` the body is left to be read. */
export type ResponseOf<Options> = Options extends { stream: true } ? StreamedResponse : PeerResponse

/** Options and nothing else, so that a parameter among them is a type error. */
type Only<Options, Base> = Options & Readonly<Record<Exclude<keyof Options, keyof Base>, never>>

/** Refuses parameters or fields that are named like an option; `data` and `params` in the options take every name. */
type Unambiguous<Fields> =
  Fields extends Readonly<Record<string, unknown>>
    ? Extract<keyof Fields, OptionName> extends never
      ? unknown
      : string extends keyof Fields
        ? unknown
        : never
    : unknown

/**
 * The methods of the original's `peer` and `external`; `path` is a full URL for `external`. Each takes its options as
 * one object, or in the positions of Python's requests.
 */
export interface HttpClient<Base extends CallOptions> {
  request<O extends Base = Base>(method: string, path: string, options?: O): Promise<ResponseOf<O>>
  head<O extends Base = Base>(path: string, options?: O): Promise<ResponseOf<O>>
  get<O extends Base = Base>(path: string, options?: Only<O, Base>): Promise<ResponseOf<O>>
  get<P extends Params | null | undefined, O extends Base = Base>(
    path: string,
    params: P & Unambiguous<P>,
    options?: O
  ): Promise<ResponseOf<O>>
  post<O extends Base = Base>(path: string, options?: Only<O, Base>): Promise<ResponseOf<O>>
  post<D extends Data | null | undefined, O extends Base = Base>(
    path: string,
    data: D & Unambiguous<D>,
    json?: unknown,
    options?: O
  ): Promise<ResponseOf<O>>
  put<O extends Base = Base>(path: string, options?: Only<O, Base>): Promise<ResponseOf<O>>
  put<D extends Data | null | undefined, O extends Base = Base>(
    path: string,
    data: D & Unambiguous<D>,
    options?: O
  ): Promise<ResponseOf<O>>
  patch<O extends Base = Base>(path: string, options?: Only<O, Base>): Promise<ResponseOf<O>>
  patch<D extends Data | null | undefined, O extends Base = Base>(
    path: string,
    data: D & Unambiguous<D>,
    options?: O
  ): Promise<ResponseOf<O>>
  delete<O extends Base = Base>(path: string, options?: O): Promise<ResponseOf<O>>
}

/** Calls another service of the fleet. */
export type PeerClient = HttpClient<PeerCallOptions>

/** Calls services outside the fleet. */
export type ExternalClient = HttpClient<ExternalCallOptions>

type Send<Base> = (
  method: string,
  path: string,
  options: Base | undefined
) => Promise<PeerResponse | StreamedResponse>

/** The methods of a client over one function that sends requests. */
export function createClient<Base extends CallOptions>(send: Send<Base>): HttpClient<Base> {
  const sendArguments = (
    method: string,
    path: string,
    place: 'params' | 'data',
    value: unknown,
    options?: Base,
    json?: unknown
  ) => {
    try {
      return send(method, path, readArguments(method.toLowerCase(), place, value, options, json))
    } catch (error) {
      return Promise.reject(error)
    }
  }
  const client = {
    request: send,
    // Does not follow redirects by default, as in Python's requests.
    head: (path: string, options?: Base) =>
      send('HEAD', path, { ...options, allowRedirects: options?.allowRedirects ?? false } as Base),
    get: (path: string, params?: unknown, options?: Base) =>
      sendArguments('GET', path, 'params', params, options),
    post: (path: string, data?: unknown, json?: unknown, options?: Base) =>
      sendArguments('POST', path, 'data', data, options, json),
    put: (path: string, data?: unknown, options?: Base) => sendArguments('PUT', path, 'data', data, options),
    patch: (path: string, data?: unknown, options?: Base) =>
      sendArguments('PATCH', path, 'data', data, options),
    delete: (path: string, options?: Base) => send('DELETE', path, options)
  }
  return client as HttpClient<Base>
}
