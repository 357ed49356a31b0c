import Fastify, { type FastifyInstance } from 'fastify'
import gnarLogger, { loggerServerOptions } from 'gnar-logger'
import type { Test } from 'tap'
import gnarErrors, { errorsServerOptions, type GnarErrorsOptions } from '../src/index.ts'

/** A destination that keeps the lines written to it. */
export function collect() {
  const texts: string[] = []
  return {
    write: (text: string) => {
      texts.push(text)
    },
    text: () => texts.join(''),
    objects: () =>
      texts
        .join('')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { level: number; msg: string; err?: { message: string } })
  }
}

export type Log = ReturnType<typeof collect>

const quiet = { env: {}, requestLogging: false, format: 'json' }

/** The three kinds of instance: made with our options, without any, and with the user's own logger. */
export const kinds: Record<string, (log: Log, options: GnarErrorsOptions) => FastifyInstance> = {
  'with server options': (log, options) =>
    Fastify({ ...loggerServerOptions({ ...quiet, destination: log }), ...errorsServerOptions(options) }),
  plain: () => Fastify(),
  'with a logger of its own': (log) => Fastify({ logger: { level: 'info', stream: log } })
}

/** Registers gnar-logger and gnar-errors on an instance of one kind; routes may follow. */
export async function start(
  t: Test,
  options: GnarErrorsOptions = {},
  kind = 'with server options',
  log: Log = collect()
) {
  const chosen = { name: 'my_gnarly_app', env: {}, ...options }
  const fastify = kinds[kind]?.(log, chosen) ?? Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarLogger, { ...quiet, destination: log })
  await fastify.register(gnarErrors, chosen)
  return { fastify, log }
}

/** A body or header with what changes from run to run masked. */
export function mask(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\\n {4}at .*?(?=")/g, '\\n    at <place>')
}
