import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { noteConstructorOnly, readSettings } from 'gnar-env'
import { flushLines } from './destination.ts'
import { toPinoLevel, toPythonName } from './levels.ts'
import { createLogger, type GnarLoggerOptions, isGnarLogger } from './logger.ts'
import { genReqId } from './request-id.ts'
import { createChildLoggerFactory } from './server-options.ts'
import { logsRequests, settings } from './settings.ts'

export { noteConstructorOnly as noteUnchangeable, redactUrl } from 'gnar-env'
export type { LogLineEvent } from './diagnostics.ts'
export type { LevelName } from './levels.ts'
export { createLogController } from './log-controller.ts'
export { createLogger, type GnarLoggerOptions } from './logger.ts'
export { genReqId } from './request-id.ts'
export { createChildLoggerFactory, loggerServerOptions } from './server-options.ts'
export { type LogDestination, settings } from './settings.ts'

/**
 * Sets the logger of an instance without one, the level of any other logger, and the request id, which it takes from
 * `x-request-id` or makes, and sends back.
 */
async function plugin(fastify: FastifyInstance, options: GnarLoggerOptions): Promise<void> {
  const values = readSettings(settings, options)
  const level = toPinoLevel(values.level) ?? 'info'

  if (!hasLogger(fastify.log)) {
    fastify.log = createLogger(options)
    // Fastify calls the LogController of an instance made without a logger only if there is an onResponse hook.
    if (logsRequests(values)) fastify.addHook('onResponse', (_request, _reply, done) => done())
  }
  fastify.log.level = level
  if (isGnarLogger(fastify.log)) fastify.setChildLoggerFactory(createChildLoggerFactory(fastify.log))
  else noteConstructorOnly(fastify, foreignLogger)

  if (makesOwnRequestIds(fastify)) fastify.setGenReqId(genReqId)
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  fastify.addHook('onClose', () => flushLines(fastify.log))
  fastify.log.info(`Logging at ${toPythonName(level)}`)
}

const foreignLogger =
  'format, redaction and request lines of your own logger (pass loggerInstance: createLogger(options) and logController: createLogController(options))'

/** Fastify's placeholder for no logger has no level, and one function that does nothing under all names. */
function hasLogger(log: FastifyBaseLogger): boolean {
  return log.level !== undefined || log.info !== log.error
}

/** Whether the ids come from Fastify's default, not from a function or a header that the user chose. */
function makesOwnRequestIds(fastify: FastifyInstance & { genReqId?: { name: string } }): boolean {
  return fastify.genReqId?.name === 'defaultGenReqId'
}

export const gnarLogger = fp(plugin, { name: 'gnar-logger', fastify: '5.x' })
export default gnarLogger
