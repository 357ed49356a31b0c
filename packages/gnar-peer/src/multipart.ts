import { randomUUID } from 'node:crypto'
import { validateHeaderValue } from 'node:http'
import { basename } from 'node:path'
import type { CallOptions, FileContent, FileValue } from './call-options.ts'
import { PeerUsageError } from './errors.ts'
import { describe, isForm, plainObject, textFields } from './query.ts'
import type { RequestBody } from './request-body.ts'
import { type BodyPart, bytesOf, isByteStream, StreamedBody } from './streamed-body.ts'

/**
 * The form that `files` and `data` describe: whole when every file is text or bytes, else streamed.
 *
 * @throws PeerUsageError that names the field when something in it cannot be sent
 */
export function multipartBody({ data, json, files = {} }: CallOptions): RequestBody {
  if (json !== undefined && json !== null) {
    throw new PeerUsageError('a call takes files or json, not both: a form has no place for JSON')
  }
  if (data !== undefined && data !== null && !isForm(data)) {
    throw new PeerUsageError(`data given with files must be form fields, found ${describe(data)}`)
  }
  const boundary = `gnar-${randomUUID()}`
  const parts: BodyPart[] = []
  const add = (field: string, attributes: string, content: BodyPart['content']) => {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field)}"${attributes}\r\n\r\n`
    const subject = `files: ${field}`
    parts.push({ field: subject, content: Buffer.from(head) }, { field: subject, content })
    parts.push({ field: subject, content: Buffer.from('\r\n') })
  }
  for (const [name, value] of textFields(data ?? [], 'data')) add(name, '', Buffer.from(value))
  for (const [field, value] of Object.entries(plainObject(files, 'files'))) {
    for (const file of isList(value) ? value : [value]) {
      const { filename, content, type } = readFile(field, file)
      add(field, `; filename="${quoted(filename)}"\r\nContent-Type: ${type}`, content)
    }
  }
  parts.push({ field: 'files', content: Buffer.from(`--${boundary}--\r\n`) })
  return { content: assemble(parts), contentType: `multipart/form-data; boundary=${boundary}` }
}

function assemble(parts: readonly BodyPart[]): Buffer | StreamedBody {
  const buffers = parts.map(({ content }) => content).filter((content) => Buffer.isBuffer(content))
  return buffers.length === parts.length ? Buffer.concat(buffers) : new StreamedBody(parts)
}

/** A list of files, as opposed to one file written as `[filename, content]`. */
function isList(value: FileValue | readonly FileValue[]): value is readonly FileValue[] {
  return Array.isArray(value) && (typeof value[0] !== 'string' || value.length === 1)
}

function readFile(field: string, file: FileValue) {
  const [filename, given, contentType] = isNamed(file) ? file : ([fileName(file, field), file] as const)
  const content = given instanceof Blob || isByteStream(given) ? given : bytesOf(given)
  if (content === undefined) {
    throw new PeerUsageError(
      `files: ${field} must be text, bytes, a Blob, a stream, or [filename, content, contentType], found ${describe(given)}`
    )
  }
  const type = contentType ?? ((given instanceof Blob && given.type) || 'application/octet-stream')
  if (!isHeaderValue(type)) throw new PeerUsageError(`files: ${field} has an invalid content type`)
  if (/\p{Surrogate}/u.test(field + filename)) {
    throw new PeerUsageError(
      `files: ${JSON.stringify(field)} has a lone surrogate in its name, which cannot be encoded`
    )
  }
  return { filename, content, type }
}

function isNamed(file: FileValue): file is Extract<FileValue, readonly unknown[]> {
  return Array.isArray(file)
}

/** Like requests, names a file after its path, and after its field where it has none. */
function fileName(file: FileContent, field: string): string {
  if (file instanceof File) return file.name
  const path = isByteStream(file) && 'path' in file ? file.path : undefined
  return typeof path === 'string' ? basename(path) : field
}

function isHeaderValue(value: unknown): value is string {
  if (typeof value !== 'string') return false
  try {
    validateHeaderValue('content-type', value)
    return true
  } catch {
    return false
  }
}

/** A name within quotes, escaped as browsers do (WHATWG HTML, multipart/form-data). */
function quoted(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}
