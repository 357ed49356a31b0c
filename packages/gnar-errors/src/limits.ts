import type { FastifyInstance } from 'fastify'
import { readSettings } from 'gnar-env'
import { clientErrorHandler, type OriginHeaders } from './client-errors.ts'
import { frameworkErrors } from './framework-errors.ts'
import { type GnarErrorsOptions, settings, type Values } from './settings.ts'
import { limitUploads } from './upload-limits.ts'
import { limitWrites } from './write-timeout.ts'

/**
 * What only Fastify's constructor can set: `Fastify({ ...errorsServerOptions(options) })`.
 *
 * @param originHeaders headers for browsers on responses to malformed requests, as @fastify/cors adds them to others
 * @throws ConfigurationError when an option is wrong
 */
export function errorsServerOptions(options: GnarErrorsOptions = {}, originHeaders?: OriginHeaders) {
  const values = readSettings(settings, options)
  const { requestTimeoutMs, keepAliveTimeoutMs, bodyLimit } = values
  return {
    frameworkErrors: frameworkErrors(options, originHeaders),
    clientErrorHandler: clientErrorHandler(options, originHeaders),
    requestTimeout: requestTimeoutMs,
    ...(keepAliveTimeoutMs !== undefined && { keepAliveTimeout: keepAliveTimeoutMs }),
    ...(bodyLimit !== undefined && { bodyLimit }),
    http: {
      headersTimeout: values.headersTimeoutMs,
      connectionsCheckingInterval: values.connectionsCheckingIntervalMs
    }
  }
}

/** Node's default timeout for headers, in milliseconds: any other value was set by the user. */
const defaultHeadersTimeoutMs = 60_000

/** Sets the limits of an existing server; those that the user gave to Fastify stay unless an option overrides them. */
export function applyLimits(fastify: FastifyInstance, options: GnarErrorsOptions, values: Values): void {
  const { server } = fastify
  const { headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs, connectionsCheckingIntervalMs } = values
  if (options.requestTimeoutMs !== undefined || server.requestTimeout === 0) {
    server.requestTimeout = requestTimeoutMs
  }
  if (options.headersTimeoutMs !== undefined || server.headersTimeout === defaultHeadersTimeoutMs) {
    server.headersTimeout = headersTimeoutMs
  }
  if (keepAliveTimeoutMs !== undefined) server.keepAliveTimeout = keepAliveTimeoutMs
  // Node reads this property when the server starts to listen.
  Object.assign(server, { connectionsCheckingInterval: connectionsCheckingIntervalMs })
  limitBodies(fastify, values.bodyLimit)
  limitUploads(fastify, values.requestTimeoutMs)
  limitWrites(fastify, values)
}

function limitBodies(fastify: FastifyInstance, bodyLimit: number | undefined): void {
  if (bodyLimit === undefined || fastify.initialConfig.bodyLimit === bodyLimit) return
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit ??= bodyLimit
  })
}
