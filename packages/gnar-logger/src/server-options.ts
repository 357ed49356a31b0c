import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify'
import { createLogController } from './log-controller.ts'
import { createLogger, createRequestLogger, type GnarLoggerOptions, isGnarLogger } from './logger.ts'
import { genReqId } from './request-id.ts'

/**
 * What only Fastify's constructor can set: `Fastify({ ...loggerServerOptions(options) })`.
 *
 * @throws ConfigurationError when an option or a variable is wrong
 */
export function loggerServerOptions(options: GnarLoggerOptions = {}) {
  const loggerInstance = createLogger(options)
  return {
    loggerInstance,
    logController: createLogController(options),
    childLoggerFactory: createChildLoggerFactory(loggerInstance),
    genReqId
  }
}

type ChildLoggerFactory = NonNullable<FastifyServerOptions['childLoggerFactory']>

/** @param root replaces Fastify's placeholder on an instance that was made without a logger */
export function createChildLoggerFactory(root: FastifyBaseLogger): ChildLoggerFactory {
  return (parent, bindings, options, rawRequest) => {
    const logger = isGnarLogger(parent) ? parent : root
    if (!isGnarLogger(logger)) return logger.child(bindings, options)
    return createRequestLogger(logger, String(bindings.reqId), rawRequest, options)
  }
}
