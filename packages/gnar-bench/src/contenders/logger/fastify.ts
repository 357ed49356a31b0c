import Fastify, { LogController } from 'fastify'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

/** Fastify with no logger, or with the one that it brings along. */
const start: StartPart<{ logger: boolean; requestLogging?: boolean }> = async ({ options }) => {
  const { logger, requestLogging = true } = options
  const logController = new LogController({ disableRequestLogging: !requestLogging })
  const app = Fastify({ logger, logController })
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}

export default start
