import { Readable } from 'node:stream'
import { ReadableStream as WebStream } from 'node:stream/web'
import { PeerUsageError } from './errors.ts'
import { describe } from './query.ts'

/** Text or bytes that arrive over time: a Node stream, a web stream, or an async iterable. */
export type ByteStream = Readable | ReadableStream | WebStream | AsyncIterable<string | Uint8Array>

/** One piece of a body, and the field that an error about it names. */
export interface BodyPart {
  field: string
  content: Buffer | Blob | ByteStream
}

/** A body that is read while it is sent, no faster than the connection takes it. */
export class StreamedBody {
  /** Bytes of the whole body; undefined when only reading it would tell. */
  readonly length: number | undefined
  /** Whether it can be read again from its beginning. */
  readonly isRepeatable: boolean
  readonly #parts: readonly BodyPart[]
  #begun = false
  #reading: Readable | undefined

  /** @throws PeerUsageError when a part is a stream that has nothing to give any more */
  constructor(parts: readonly BodyPart[]) {
    this.#parts = parts
    this.length = parts.reduce<number | undefined>((sum, { content }) => {
      const size = sizeOf(content)
      return sum === undefined || size === undefined ? undefined : sum + size
    }, 0)
    this.isRepeatable = this.length !== undefined
    for (const part of parts) {
      checkReadable(part)
      // A file that cannot be opened fails before it is read; without a listener that would end the process.
      if (part.content instanceof Readable) part.content.on('error', () => {})
    }
  }

  /** Whether any of it was read, after which another attempt would send only the rest. */
  get begun(): boolean {
    return this.#begun
  }

  /** The bytes from the beginning; nothing is read before they are asked for. */
  open(): Readable {
    const chunks = this.#chunks()
    const body: Readable = new Readable({
      read: () =>
        void chunks.next().then(
          ({ done, value }) => body.push(done ? null : value),
          (error) => body.destroy(error)
        ),
      destroy: (error, callback) => {
        if (this.#begun) this.destroy()
        callback(error)
      }
    })
    return body
  }

  /** Releases what the streams hold, such as files and connections. */
  destroy(): void {
    this.#reading?.destroy()
    for (const { content } of this.#parts) {
      if (content instanceof Readable) content.destroy()
      else if (content instanceof WebStream && !content.locked) content.cancel().catch(() => {})
    }
  }

  async *#chunks(): AsyncGenerator<Buffer, void> {
    this.#begun = true
    for (const part of this.#parts) {
      if (Buffer.isBuffer(part.content)) {
        yield part.content
        continue
      }
      checkReadable(part)
      try {
        this.#reading = toReadable(part.content)
        for await (const chunk of this.#reading) {
          const bytes = bytesOf(chunk)
          if (bytes === undefined) {
            throw new PeerUsageError(
              `${part.field} is a stream that must give text or bytes, found ${describe(chunk)}`
            )
          }
          if (bytes.length > 0) yield bytes
        }
      } catch (cause) {
        if (cause instanceof PeerUsageError) throw cause
        throw new PeerUsageError(`${part.field} cannot be read: ${messageOf(cause)}`, { cause })
      }
    }
  }
}

/** Whether a value is a stream that a body can be read from. */
export function isByteStream(value: unknown): value is ByteStream {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** The bytes of text or of any view of memory; undefined for everything else. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (typeof value === 'string') return Buffer.from(value)
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return value instanceof ArrayBuffer ? Buffer.from(value) : undefined
}

function sizeOf(content: BodyPart['content']): number | undefined {
  if (Buffer.isBuffer(content)) return content.length
  return content instanceof Blob ? content.size : undefined
}

/** A Node stream of chunks of any kind, which can be destroyed even while it waits for the next one. */
function toReadable(content: Exclude<BodyPart['content'], Buffer>): Readable {
  if (content instanceof Readable) return content
  const stream = content instanceof Blob ? content.stream() : content
  return stream instanceof WebStream
    ? Readable.fromWeb(stream, { objectMode: true, highWaterMark: 1 })
    : Readable.from(stream)
}

/** @throws PeerUsageError for a stream that was read or destroyed, which would be sent as nothing */
function checkReadable({ field, content }: BodyPart): void {
  const isSpent =
    (content instanceof Readable && !content.readable) ||
    (content instanceof WebStream &&
      (content.locked || Readable.isDisturbed(content as unknown as NodeJS.ReadableStream)))
  if (!isSpent) return
  const { errored } = content as Partial<Readable>
  if (errored) throw new PeerUsageError(`${field} cannot be read: ${messageOf(errored)}`, { cause: errored })
  throw new PeerUsageError(`${field} is a stream that was already read or destroyed`)
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
