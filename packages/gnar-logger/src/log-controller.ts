import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { readSettings } from 'gnar-env'
import { type GnarLoggerOptions, isGnarLogger, writeRequestLine } from './logger.ts'
import { redactUrl } from './redact-url.ts'
import { logsRequests, settings } from './settings.ts'

/**
 * Fastify's `LogController` that writes one line per request, or none; for Fastify's option `logController`.
 *
 * @throws ConfigurationError when an option or a variable is wrong
 */
export function createLogController(options: GnarLoggerOptions = {}): LogController {
  return new RequestLogController(logsRequests(readSettings(settings, options)))
}

class RequestLogController extends LogController {
  readonly #requestLogging: boolean

  constructor(requestLogging: boolean) {
    super()
    this.#requestLogging = requestLogging
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply
  ): void {
    if (this.#requestLogging) logRequest(request, reply, error ?? undefined)
  }

  override routeNotFound(request: FastifyRequest): void {
    request.log.info(`Route ${request.method}:${redactUrl(request.url)} not found`)
  }
}

/** Writes the line of a request through its own logger, whoever made that. */
export function logRequest(request: FastifyRequest, reply: FastifyReply, error: Error | undefined): void {
  const { log, method, url } = request
  const { statusCode, elapsedTime: responseTime } = reply
  if (isGnarLogger(log)) {
    writeRequestLine(log, { method, url, statusCode, responseTime, error })
    return
  }
  const fields = { req: { method, url: redactUrl(url) }, res: { statusCode }, responseTime }
  if (error === undefined) log.info(fields, 'request completed')
  else log.error({ ...fields, err: error }, 'request errored')
}
