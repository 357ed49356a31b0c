import type { SonicBoom } from 'sonic-boom'
import type { LogDestination } from './settings.ts'

/** Characters that are gathered before a write; Linux's pipes hold as many bytes. */
const mostCharacters = 65_536
/** How long a line waits at most, in milliseconds, when there are not enough lines. */
const longestWaitMs = 200

/**
 * Gathers lines as text and hands them over together: a buffer for each line, or counting its bytes, would cost more
 * than to make it.
 */
export function gatherLines(output: SonicBoom): Required<LogDestination> {
  const write = output.write.bind(output) as unknown as (bytes: Buffer) => boolean
  let gathered = ''
  let timer: NodeJS.Timeout | undefined

  function handOver(): void {
    clearTimeout(timer)
    timer = undefined
    if (gathered === '') return
    const bytes = Buffer.from(gathered)
    gathered = ''
    write(bytes)
  }

  return {
    write(line) {
      gathered += line
      if (gathered.length >= mostCharacters) handOver()
      else timer ??= setTimeout(handOver, longestWaitMs).unref()
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
