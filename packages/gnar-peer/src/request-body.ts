import type { CallOptions, Data } from './call-options.ts'
import { isCredential } from './credential.ts'
import { PeerUsageError } from './errors.ts'
import { describe, encodeParams, isForm, textFields } from './query.ts'
import { bytesOf, isByteStream, StreamedBody } from './streamed-body.ts'

/** A body as it is sent: text and bytes can be sent again, a streamed one is read while it is sent. */
export interface RequestBody {
  content: string | Buffer | StreamedBody
  contentType: string | undefined
}

/**
 * The body that `data` or `json` describe, as Python's requests makes it; undefined when there is none.
 *
 * @throws PeerUsageError when both are given or one cannot be sent
 */
export function plainBody({ data, json }: CallOptions): RequestBody | undefined {
  const hasJson = json !== undefined && json !== null
  if (data === undefined || data === null) return hasJson ? jsonBody(json) : undefined
  const body = dataBody(data)
  if (hasJson && body !== undefined) {
    throw new PeerUsageError('a call takes data or json, not both: only one of them would be sent')
  }
  return hasJson ? jsonBody(json) : body
}

/** The first field of a body that is named like a credential; text, bytes and streams have no fields. */
export function findCredential({ data, json }: CallOptions): string | undefined {
  let found: string | undefined
  if (json !== undefined && json !== null) {
    JSON.stringify(json, (key, value) => {
      if (found === undefined && isCredential(key)) found = key
      return value
    })
  }
  if (found === undefined && isForm(data)) {
    found = textFields(data, 'data').find(([name]) => isCredential(name))?.[0]
  }
  return found
}

function dataBody(data: Data): RequestBody | undefined {
  if (typeof data === 'string') return data === '' ? undefined : { content: data, contentType: undefined }
  const bytes = bytesOf(data)
  if (bytes !== undefined) return { content: bytes, contentType: undefined }
  if (data instanceof Blob || isByteStream(data)) {
    const content = new StreamedBody([{ field: 'data', content: data }])
    return { content, contentType: data instanceof Blob && data.type !== '' ? data.type : undefined }
  }
  if (!isForm(data)) {
    throw new PeerUsageError(
      `data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found ${describe(data)}`
    )
  }
  const fields = data instanceof URLSearchParams ? data.size : Object.keys(data).length
  if (fields === 0) return undefined
  return { content: encodeParams(data, 'data'), contentType: 'application/x-www-form-urlencoded' }
}

function jsonBody(json: unknown): RequestBody {
  let content: string | undefined
  try {
    content = JSON.stringify(json)
  } catch (cause) {
    throw new PeerUsageError(`json cannot be written as JSON: ${(cause as Error).message}`, { cause })
  }
  if (content === undefined) {
    throw new PeerUsageError(`json must be a value that JSON can express, found ${describe(json)}`)
  }
  return { content, contentType: 'application/json' }
}
