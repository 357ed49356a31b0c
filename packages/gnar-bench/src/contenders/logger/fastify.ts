import Fastify, { LogController } from 'fastify'
import { genReqId } from 'gnar-logger'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

type Setup = {
  logger: boolean
  requestLogging?: boolean
  /** Whether each answer has the id of its request, as gnar-logger's have. */
  requestIds?: boolean
}

/** Fastify with no logger, or with the one that it brings along. */
const start: StartPart<Setup> = async ({ options }) => {
  const { logger, requestLogging = true, requestIds = false } = options
  const logController = new LogController({ disableRequestLogging: !requestLogging })
  const app = Fastify({ logger, logController, ...(requestIds && { genReqId }) })
  if (requestIds) {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id)
      done()
    })
  }
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}

export default start
