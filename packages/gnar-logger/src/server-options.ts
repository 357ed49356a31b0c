import type { FastifyBaseLogger, FastifyServerOptions, LogController } from 'fastify'
import { createLogController } from './log-controller.ts'
import { createLogger, createRequestLogger, type GnarLoggerOptions, isGnarLogger } from './logger.ts'
import { genReqId } from './request-id.ts'

/** Written out: the inferred type names a file of Fastify that a consumer's compiler cannot resolve. */
export interface LoggerServerOptions {
  loggerInstance: FastifyBaseLogger
  logController: LogController
  childLoggerFactory: ChildLoggerFactory
  genReqId: typeof genReqId
}

/**
 * What only Fastify's constructor can set: `Fastify({ ...loggerServerOptions(options) })`.
 *
 * @throws ConfigurationError when an option or a variable is wrong
 */
export function loggerServerOptions(options: GnarLoggerOptions = {}): LoggerServerOptions {
  const loggerInstance = createLogger(options)
  return {
    loggerInstance,
    logController: createLogController(options),
    childLoggerFactory: createChildLoggerFactory(loggerInstance),
    genReqId
  }
}

/** Makes the logger of a request. */
type ChildLoggerFactory = NonNullable<FastifyServerOptions['childLoggerFactory']>

/** @param root replaces Fastify's placeholder on an instance that was made without a logger */
export function createChildLoggerFactory(root: FastifyBaseLogger): ChildLoggerFactory {
  return (parent, bindings, options, rawRequest) => {
    const logger = isGnarLogger(parent) ? parent : root
    if (!isGnarLogger(logger)) return logger.child(bindings, options)
    return createRequestLogger(logger, String(bindings.reqId), rawRequest, options)
  }
}
