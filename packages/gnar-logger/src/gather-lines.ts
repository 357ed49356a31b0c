import type { SonicBoom } from 'sonic-boom'
import type { LogDestination } from './settings.ts'

/** Bytes that are gathered before a write; as many as Linux's pipes hold. */
const mostBytes = 65_536
/** How long a line waits at most, in milliseconds, when there are not enough lines. */
const longestWaitMs = 200
/** Bytes that UTF-8 needs at most for one of JavaScript's characters. */
const bytesPerCharacter = 3

/**
 * Gathers lines and hands them over together, each written into one buffer at once: a buffer per line, or text that is
 * joined when the processor's cache has long forgotten it, would cost more than to make the line.
 */
export function gatherLines(output: SonicBoom): Required<LogDestination> {
  const write = output.write.bind(output) as unknown as (bytes: Buffer) => boolean
  const gathered = Buffer.allocUnsafeSlow(mostBytes)
  let used = 0
  let timer: NodeJS.Timeout | undefined

  function handOver(): void {
    clearTimeout(timer)
    timer = undefined
    if (used === 0) return
    const bytes = Buffer.from(gathered.subarray(0, used))
    used = 0
    write(bytes)
  }

  return {
    write(line) {
      const room = line.length * bytesPerCharacter
      if (used + room > mostBytes) handOver()
      if (room > mostBytes) {
        write(Buffer.from(line))
        return
      }
      used += gathered.write(line, used)
      timer ??= setTimeout(handOver, longestWaitMs).unref()
    },
    flush(done) {
      handOver()
      output.flush(done)
    },
    flushSync() {
      handOver()
      output.flushSync()
    }
  }
}
