import { PassThrough, type Readable, type Transform } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { Stopped } from './stop.ts'
import { TooLarge } from './transport.ts'

interface Coding {
  whole(content: Buffer, maxBytes: number): Promise<Buffer>
  stream(): Transform
}

const unzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.unzip)
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)
const unbrotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)

const gzip: Coding = {
  whole: (content, maxOutputLength) => unzip(content, { maxOutputLength }),
  stream: () => zlib.createUnzip()
}
const deflate: Coding = {
  // Some servers send deflate without its zlib header (RFC 9110, 8.4.1.2): bare data never begin with its 8.
  whole: (content, maxOutputLength) =>
    ((content[0] ?? 0) & 0x0f) === 8
      ? unzip(content, { maxOutputLength })
      : inflateRaw(content, { maxOutputLength }),
  stream: () => zlib.createInflate()
}
const brotli: Coding = {
  whole: (content, maxOutputLength) => unbrotli(content, { maxOutputLength }),
  stream: () => zlib.createBrotliDecompress()
}
const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli]
])
/** As in undici and urllib3, since each may multiply the body; no honest server needs more. */
const maxCodings = 5

/** What `external` asks servers for. */
export const acceptedCodings = 'gzip, br'

/**
 * Takes the content codings off a body; one with a coding that this does not know, or with too many, stays as it is.
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
 * The body as a stream with its content codings taken off.
 *
 * @param idleTimeoutMs how long the next piece may take, while the reader is not the one who is slow
 * @param translate makes of whatever breaks the body the error that its reader sees
 * @param onEnd called once when the body has ended, broken or not
 */
export function decodeStream(
  body: Readable,
  contentEncoding: string | undefined,
  idleTimeoutMs: number,
  translate: (cause: unknown) => Error,
  onEnd: () => void
): Readable {
  const steps = [...codingsOf(contentEncoding ?? '').map((coding) => coding.stream()), new PassThrough()]
  const out = steps.at(-1) as PassThrough
  let from = body
  for (const step of steps) {
    from.on('error', (cause) => out.destroy(translate(cause)))
    from.pipe(step)
    from = step
  }
  const idle = setTimeout(() => {
    if (body.isPaused()) idle.refresh()
    else out.destroy(translate(new Stopped('deadline')))
  }, idleTimeoutMs)
  body.on('data', () => idle.refresh()).once('end', () => clearTimeout(idle))
  // Without a listener, a body that breaks before it is read would end the process; who reads it still sees the error.
  out.on('error', () => {})
  out.once('close', () => {
    clearTimeout(idle)
    for (const stream of [body, ...steps]) stream.destroy()
    onEnd()
  })
  return out
}

/** The codings in the order in which they come off. */
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
