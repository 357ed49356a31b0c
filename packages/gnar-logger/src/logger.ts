import type { IncomingMessage } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import { type PluginOptions, type PluginValues, readSettings } from 'gnar-env'
import pino from 'pino'
import { type CallSite, createCallSites } from './call-site.ts'
import { openStandardOutput } from './destination.ts'
import { createJsonLine } from './json-line.ts'
import { toPinoLevel } from './levels.ts'
import { readFields } from './log-fields.ts'
import type { LineFormat, RequestRecord } from './log-record.ts'
import { defaultAppDir } from './module-name.ts'
import { type Plain, shorten, toPlain } from './plain-value.ts'
import { redactUrl } from './redact-url.ts'
import { type LogDestination, logsRequests, settings } from './settings.ts'
import { readStockLine } from './stock-lines.ts'
import { createTextLine } from './text-line.ts'

/** Options of the logger; each has an environment variable beside it, see the README's table. */
export type GnarLoggerOptions = PluginOptions<typeof settings>

/**
 * A pino logger that writes our lines, for `Fastify({ loggerInstance })`.
 *
 * @throws ConfigurationError when an option or a variable is wrong
 */
export function createLogger(options: GnarLoggerOptions = {}): FastifyBaseLogger {
  const values = readSettings(settings, options)
  const destination = values.destination ?? openStandardOutput(values)
  const logger = pino(
    {
      level: toPinoLevel(values.level) ?? 'info',
      base: null,
      serializers: { err: asItIs, req: asItIs, res: asItIs },
      hooks: { logMethod: logSafely }
    },
    destination
  )
  return Object.assign(logger, {
    [shared]: {
      destination,
      requestLogging: logsRequests(values),
      line: createLine(values),
      findCallSite: createCallSites(values.appDir ?? defaultAppDir()),
      pinoChild: logger.child
    },
    [fieldsOf]: {},
    [pino.symbols.writeSym]: write,
    [pino.symbols.formatOptsSym]: { stringify: (value: unknown) => JSON.stringify(toPlain(value)) },
    child,
    bindings,
    setBindings
  })
}

/** Whether a logger was made by `createLogger`, or is a child of one that was. */
export function isGnarLogger(logger: object): logger is GnarLogger {
  return shared in logger
}

/** A logger for one request: no more than an object with the id until something is logged. */
export function createRequestLogger(
  parent: GnarLogger,
  requestId: string,
  rawRequest: IncomingMessage,
  options: pino.ChildLoggerOptions
): GnarLogger {
  const plain = options.level === undefined && options.serializers === undefined
  const logger: GnarLogger = plain ? Object.create(parent) : parent.child({}, options)
  logger[requestIdOf] = requestId
  logger[rawRequestOf] = rawRequest
  return logger
}

const shared = Symbol('gnar-logger')
const fieldsOf = Symbol('gnar-logger.fields')
const requestIdOf = Symbol('gnar-logger.requestId')
const rawRequestOf = Symbol('gnar-logger.rawRequest')

type Fields = Readonly<Record<string, Plain>>
type Serializers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>

/** Our logger's own state, which children inherit as they inherit pino's. */
export interface GnarLogger extends pino.Logger {
  readonly [shared]: {
    destination: LogDestination
    requestLogging: boolean
    line: LineFormat
    findCallSite(callee: unknown): CallSite
    pinoChild: pino.Logger['child']
  }
  [fieldsOf]: Fields
  [requestIdOf]?: string
  [rawRequestOf]?: IncomingMessage
  [pino.symbols.serializersSym]: Serializers
}

function createLine({ format, formatMsec }: PluginValues<typeof settings>): LineFormat {
  return format === 'json' ? createJsonLine() : createTextLine(format, formatMsec)
}

/** Takes the place of pino's own write: every line passes here. */
function write(this: GnarLogger, logged: object | null | undefined, text: string | undefined, level: number) {
  const { line, destination, findCallSite, requestLogging } = this[shared]
  const given: object = logged instanceof Error ? { err: logged } : (logged ?? {})
  const answered = this[requestIdOf] === undefined ? undefined : readStockLine(given, text)
  if (answered !== undefined) {
    if (answered !== 'skip' && requestLogging) writeRequestLine(this, answered)
    return
  }
  const { fields, errors } = readFields(given, this[pino.symbols.serializersSym], line.errorsApart)
  const message = text ?? (given as { err?: { message?: unknown } }).err?.message
  const record = {
    time: Date.now(),
    level,
    message: message === undefined ? undefined : hideUnknownRoute(shorten(String(message))),
    requestId: this[requestIdOf],
    fields: { ...this[fieldsOf], ...fields },
    errors,
    site: line.needsCallSite ? findCallSite(levelMethod(this, level)) : undefined
  }
  destination.write(hideUrlSecrets(line.format(record), this[rawRequestOf]?.url))
}

/** Writes the line of a request that has been answered, from values at hand, where the logger's level lets it through. */
export function writeRequestLine(
  logger: GnarLogger,
  { method, url, statusCode, responseTime, error }: AnsweredRequest
): void {
  const level = error === undefined ? 30 : 50
  if (logger.levelVal > level) return
  const { destination, line } = logger[shared]
  const requestId = logger[requestIdOf] ?? '-'
  const time = Date.now()
  destination.write(
    line.formatRequest({
      time,
      level,
      requestId,
      method,
      url: redactUrl(url),
      statusCode,
      responseTime,
      error
    })
  )
}

/** What a request line says. */
export type AnsweredRequest = Omit<RequestRecord, 'time' | 'level' | 'requestId'>

/** What V8 leaves out of a captured stack, together with all above it: the method that the user called. */
function levelMethod(logger: GnarLogger, level: number): unknown {
  const label = logger.levels.labels[level]
  return label === undefined ? undefined : (logger as unknown as Record<string, unknown>)[label]
}

/** The message of Fastify's own handler for unknown routes, which has no request logger of ours. */
function hideUnknownRoute(message: string): string {
  return message.replace(
    /^(Route [A-Z-]+:)(\S+)( not found)$/,
    (_, start, url, end) => start + redactUrl(url) + end
  )
}

/** Fastify puts the URL of a request into some of its messages as it came. */
function hideUrlSecrets(line: string, url: string | undefined): string {
  if (url === undefined) return line
  const safe = redactUrl(url)
  return safe === url ? line : line.replaceAll(url, safe).replaceAll(JSON.stringify(url).slice(1, -1), safe)
}

/** pino reads some properties of what it is given, and a getter or a `toString` may throw; the call must not. */
function logSafely(this: pino.Logger, args: unknown[], method: pino.LogFn, level: number): void {
  try {
    Reflect.apply(method, this, args)
  } catch {
    const text = args.map((value) => (typeof value === 'string' ? value : JSON.stringify(toPlain(value))))
    write.call(this as GnarLogger, undefined, text.join(' '), level)
  }
}

function child(this: GnarLogger, given: pino.Bindings, options?: pino.ChildLoggerOptions): GnarLogger {
  const made = Reflect.apply(this[shared].pinoChild, this, [{}, options]) as GnarLogger
  const { reqId, ...others } = given
  if (typeof reqId === 'string') made[requestIdOf] = shorten(reqId)
  made.setBindings(others)
  return made
}

function bindings(this: GnarLogger): pino.Bindings {
  const requestId = this[requestIdOf]
  return { ...(requestId !== undefined && { reqId: requestId }), ...this[fieldsOf] }
}

function setBindings(this: GnarLogger, given: pino.Bindings): void {
  const { fields } = readFields(given, this[pino.symbols.serializersSym], false)
  this[fieldsOf] = { ...this[fieldsOf], ...fields }
}

function asItIs(value: unknown): unknown {
  return value
}
