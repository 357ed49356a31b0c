import type { Logger } from 'pino'
import { createLogger, type GnarLoggerOptions } from '../src/index.ts'

/** A logger and what it wrote, for tests. */
export function startLogger(options: GnarLoggerOptions = {}) {
  const written = collect()
  const logger = createLogger({ env: {}, destination: written, ...options }) as Logger
  return { logger, written }
}

/** A destination that keeps what is written to it. */
export function collect() {
  const texts: string[] = []
  return {
    write: (text: string) => {
      texts.push(text)
    },
    /** All that was written, with what changes from run to run masked. */
    text: () => mask(texts.join('')),
    raw: () => texts.join(''),
    lines: () => texts.join('').split('\n').slice(0, -1),
    objects: () => texts.map((text) => JSON.parse(text) as Record<string, unknown>)
  }
}

function mask(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, '<time>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d+\.\d ms/g, '<n> ms')
    .replaceAll(/"time":\d+,"pid":\d+,"hostname":"[^"]*"/g, '"time":<time>,"pid":<pid>,"hostname":<host>')
    .replaceAll(/"responseTime":[\d.]+/g, '"responseTime":<n>')
    .replaceAll(/\n {8}at [^\n]*/g, '\n        at <place>')
    .replaceAll(/(\n {8}at <place>)+/g, '\n        at <place>')
    .replaceAll(/\\n {4}at .*?(?=")/g, '\\n    at <place>')
}
