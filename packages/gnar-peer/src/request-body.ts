import type { CallOptions, Data, FileValue } from './call-options.ts'
import { PeerUsageError } from './errors.ts'
import { encodeParams, isPlainObject, type Params, plainObject } from './query.ts'

/** A body as it is sent, kept whole so that it can be sent again. */
export interface RequestBody {
  content: string | Buffer
  contentType: string | undefined
}

/**
 * The body that `data`, `json` and `files` stand for, as Python's requests makes it.
 *
 * @throws PeerUsageError when they contradict each other or cannot be sent
 */
export async function multipartBody({ data, json, files = {} }: CallOptions): Promise<RequestBody> {
  if (json !== undefined && json !== null) {
    throw new PeerUsageError('a call takes files or json, not both: a form has no place for JSON')
  }
  if (typeof data === 'string' || data instanceof Uint8Array || data instanceof ArrayBuffer) {
    throw new PeerUsageError('data beside files must be the fields of the form, not text or bytes')
  }
  const form = new FormData()
  for (const [name, value] of new URLSearchParams(encodeParams(data ?? {}, 'data'))) form.append(name, value)
  for (const [name, value] of Object.entries(plainObject(files, 'files'))) {
    for (const file of isList(value) ? value : [value]) appendFile(form, name, file)
  }
  const encoded = new Response(form)
  const content = Buffer.from(await encoded.arrayBuffer())
  return { content, contentType: encoded.headers.get('content-type') ?? undefined }
}

/** The body that `data` or `json` stand for; undefined when there is none. */
export function plainBody({ data, json }: CallOptions): RequestBody | undefined {
  const hasJson = json !== undefined && json !== null
  if (data === undefined || data === null) return hasJson ? jsonBody(json) : undefined
  const body = dataBody(data)
  if (hasJson && body !== undefined) {
    throw new PeerUsageError('a call takes data or json, not both: only one of them would be sent')
  }
  return hasJson ? jsonBody(json) : body
}

function dataBody(data: Data): RequestBody | undefined {
  if (typeof data === 'string') {
    return data === '' ? undefined : { content: data, contentType: undefined }
  }
  if (data instanceof Uint8Array) {
    return { content: Buffer.from(data.buffer, data.byteOffset, data.byteLength), contentType: undefined }
  }
  if (data instanceof ArrayBuffer) return { content: Buffer.from(data), contentType: undefined }
  if (!isForm(data)) {
    throw new PeerUsageError(
      'data must be text, bytes, a plain object of form fields, pairs or URLSearchParams; read a stream into a Buffer first'
    )
  }
  const fields = data instanceof URLSearchParams ? data.size : Object.keys(data).length
  if (fields === 0) return undefined
  return { content: encodeParams(data, 'data'), contentType: 'application/x-www-form-urlencoded' }
}

function jsonBody(json: unknown): RequestBody {
  const content = JSON.stringify(json)
  if (content === undefined) throw new PeerUsageError('json must be a value that JSON can express')
  return { content, contentType: 'application/json' }
}

function isForm(data: unknown): data is Exclude<Params, string> {
  return Array.isArray(data) || data instanceof URLSearchParams || isPlainObject(data)
}

/** A list of files, as against one file written as `[filename, content]`. */
function isList(value: FileValue | readonly FileValue[]): value is readonly FileValue[] {
  return Array.isArray(value) && (typeof value[0] !== 'string' || value.length === 1)
}

function appendFile(form: FormData, field: string, file: FileValue): void {
  const [filename, content, type] = Array.isArray(file)
    ? (file as readonly [string, string | Uint8Array | Blob, string?])
    : [fileName(file as string | Uint8Array | Blob, field), file as string | Uint8Array | Blob]
  if (content instanceof Blob && type === undefined) {
    form.append(field, content, filename)
    return
  }
  form.append(field, new Blob([content], type === undefined ? {} : { type }), filename)
}

/** As requests does it, a file without a name is named after its field. */
function fileName(content: string | Uint8Array | Blob, field: string): string {
  return content instanceof File ? content.name : field
}
