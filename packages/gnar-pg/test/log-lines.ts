import { Writable } from 'node:stream'

/** A logger that keeps its messages, for `Fastify({ logger })`. */
export function keepLog() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)).msg)
      done()
    }
  })
  return { lines, logger: { level: 'info', stream } }
}
