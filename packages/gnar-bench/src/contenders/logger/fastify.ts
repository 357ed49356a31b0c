import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { genReqId } from 'gnar-logger'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

type Setup = {
  /** None, Fastify's own, or one that does nothing. */
  logger: boolean | 'nothing'
  requestLogging?: boolean
  /** Whether each response has its request id, as gnar-logger's do. */
  requestIds?: boolean
}

const doNothing = () => {}

/** The cheapest logger that Fastify accepts. */
const nothing: FastifyBaseLogger = {
  level: 'silent',
  fatal: doNothing,
  error: doNothing,
  warn: doNothing,
  info: doNothing,
  debug: doNothing,
  trace: doNothing,
  silent: doNothing,
  child: () => nothing
}

/** Fastify without gnar-logger. */
const start: StartPart<Setup> = async ({ options }) => {
  const { logger, requestLogging = true, requestIds = false } = options
  const logController = new LogController({ disableRequestLogging: !requestLogging })
  const app = Fastify({
    ...(logger === 'nothing' ? { loggerInstance: nothing } : { logger }),
    logController,
    ...(requestIds && { genReqId })
  })
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
