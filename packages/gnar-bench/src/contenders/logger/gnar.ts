import Fastify from 'fastify'
import gnarLogger, { loggerServerOptions } from 'gnar-logger'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

/** Fastify with gnar-logger, as its README sets it up. */
const start: StartPart<{ requestLogging: boolean; format?: string }> = async ({ options }) => {
  const settings = { ...options, production: true }
  const app = Fastify(loggerServerOptions(settings))
  await app.register(gnarLogger, settings)
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}

export default start
