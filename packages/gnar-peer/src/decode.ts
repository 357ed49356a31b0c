import { PassThrough, type Readable, Transform, type TransformCallback } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { Cancelled } from './cancellation.ts'
import { TooLarge } from './transport.ts'

interface Coding {
  whole(content: Buffer, maxBytes: number): Promise<Buffer>
  /** A decoder for a body that begins with these bytes. */
  decoderFor(start: Buffer): Transform
}

const unzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.unzip)
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)
const unbrotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)

const gzip: Coding = {
  whole: (content, maxOutputLength) => unzip(content, { maxOutputLength }),
  decoderFor: () => zlib.createUnzip()
}
const deflate: Coding = {
  // Some servers send deflate without its zlib header (RFC 9110, 8.4.1.2).
  whole: (content, maxOutputLength) =>
    hasZlibHeader(content) ? unzip(content, { maxOutputLength }) : inflateRaw(content, { maxOutputLength }),
  decoderFor: (start) => (hasZlibHeader(start) ? zlib.createInflate() : zlib.createInflateRaw())
}
const brotli: Coding = {
  whole: (content, maxOutputLength) => unbrotli(content, { maxOutputLength }),
  decoderFor: () => zlib.createBrotliDecompress()
}
const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli]
])
/** As in undici and urllib3: each coding can multiply the body, and no honest server needs more. */
const maxCodings = 5

/** The content codings that calls accept. */
export const acceptedCodings = 'gzip, br'

/**
 * Decodes a body; one with an unknown coding, or with too many, stays as it is.
 *
 * @throws TooLarge when it would grow beyond `maxBytes`, zlib's error when it is truncated or corrupt
 */
export async function decode(content: Buffer, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  if (content.length === 0) return content
  let decoded = content
  for (const coding of codingsOf(contentEncoding)) {
    try {
      decoded = await coding.whole(decoded, maxBytes)
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge(maxBytes) : error
    }
  }
  return decoded
}

/**
 * The decoded body as a stream.
 *
 * @param idleTimeoutMs how long the next chunk may take, not counting the time in which the reader is slow
 * @param translate turns whatever breaks the body into the error that its reader gets
 * @param onEnd called once when the body has ended or failed
 */
export function decodeStream(
  body: Readable,
  contentEncoding: string | undefined,
  idleTimeoutMs: number,
  translate: (cause: unknown) => Error,
  onEnd: () => void
): Readable {
  const steps = [
    ...codingsOf(contentEncoding ?? '').map((coding) => new LazyDecoder(coding)),
    new PassThrough()
  ]
  const out = steps.at(-1) as PassThrough
  let from = body
  for (const step of steps) {
    from.on('error', (cause) => out.destroy(translate(cause)))
    from.pipe(step)
    from = step
  }
  const idle = setTimeout(() => {
    if (body.isPaused()) idle.refresh()
    else out.destroy(translate(new Cancelled('deadline')))
  }, idleTimeoutMs)
  body.on('data', () => idle.refresh()).once('end', () => clearTimeout(idle))
  // Without a listener, a body that breaks before it is read would end the process; its reader still gets the error.
  out.on('error', () => {})
  out.once('close', () => {
    clearTimeout(idle)
    for (const stream of [body, ...steps]) stream.destroy()
    onEnd()
  })
  return out
}

/** Decodes from the first byte on, as `decode` does: that byte tells which decoder fits, and an empty body has none. */
class LazyDecoder extends Transform {
  readonly #coding: Coding
  #decoder: Transform | undefined

  constructor(coding: Coding) {
    super()
    this.#coding = coding
  }

  override _transform(chunk: Buffer, _: BufferEncoding, callback: TransformCallback): void {
    this.#decoder ??= this.#start(chunk)
    this.#decoder.write(chunk, callback)
  }

  override _flush(callback: TransformCallback): void {
    if (this.#decoder === undefined) callback()
    else this.#decoder.once('end', callback).end()
  }

  override _read(size: number): void {
    this.#decoder?.resume()
    super._read(size)
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#decoder?.destroy()
    callback(error)
  }

  #start(chunk: Buffer): Transform {
    const decoder = this.#coding.decoderFor(chunk)
    decoder.on('error', (error) => this.destroy(error))
    return decoder.on('data', (decoded) => {
      if (!this.push(decoded)) decoder.pause()
    })
  }
}

/** Whether deflated bytes begin with a zlib header; raw ones never begin with its 8. */
function hasZlibHeader(content: Buffer): boolean {
  return ((content[0] ?? 0) & 0x0f) === 8
}

/** The codings in the order in which they are removed. */
function codingsOf(contentEncoding: string): Coding[] {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse()
  const known = names.map((name) => codings.get(name)).filter((coding) => coding !== undefined)
  return known.length === names.length && known.length <= maxCodings ? known : []
}
