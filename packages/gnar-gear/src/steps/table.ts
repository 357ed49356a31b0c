import { maxHeaderSize } from 'node:http'
import type { FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { settings as argon2Settings, type GnarArgon2Options, gnarArgon2 } from 'gnar-argon2'
import {
  type CommonOptions,
  custom,
  type Definition,
  findProblems,
  flag,
  type OptionsOf,
  type Settings,
  text
} from 'gnar-env'
import {
  errorsServerOptions,
  settings as errorsSettings,
  type GnarErrorsOptions,
  gnarErrors,
  type OriginHeaders
} from 'gnar-errors'
import { type GnarHealthOptions, gnarHealth, settings as healthSettings } from 'gnar-health'
import { type GnarHttpOptions, gnarHttp, settings as httpSettings } from 'gnar-http'
import { type GnarJwtOptions, gnarJwt, settings as jwtSettings } from 'gnar-jwt'
import {
  createLogController,
  createLogger,
  type GnarLoggerOptions,
  genReqId,
  gnarLogger,
  settings as loggerSettings
} from 'gnar-logger'
import { type GnarMetricsOptions, gnarMetrics, settings as metricsSettings } from 'gnar-metrics'
import { type GnarOpenapiOptions, gnarOpenapi, settings as openapiSettings } from 'gnar-openapi'
import { type GnarPeerOptions, gnarPeer, settings as peerSettings, peerVariables } from 'gnar-peer'
import {
  checkDatabase,
  type GnarPgOptions,
  gnarPg,
  migrate,
  pgServerOptions,
  settings as pgSettings
} from 'gnar-pg'
import { type GnarSesOptions, gnarSes, settings as sesSettings } from 'gnar-ses'
import { type GnarSqsOptions, gnarSqs, pollSettings, type SqsPoll, settings as sqsSettings } from 'gnar-sqs'
import type { BaseContext } from '../context.ts'
import { addProtect, registerRoutes, routesTable } from '../routes/routes-step.ts'
import { defineStep, objectFault, ownOptions, pluginOptions, pluginOptionsOrFalse } from './step.ts'

const sqsTable = {
  /** Queues to poll, one or a list, or the options of gnar-sqs with its `polls`. */
  sqs: custom<SqsPoll | readonly SqsPoll[] | GnarSqsOptions>()({
    meaning: 'queues to poll, or options of gnar-sqs',
    check: objectFault
  })
}

/** The steps in their order: what the preset is. */
export const rows = [
  defineStep({
    options: {
      /** Log level, see gnar-logger. Default `INFO`. */
      level: custom<NonNullable<GnarLoggerOptions['level']>>()({
        meaning: 'least severe level that is logged',
        check: (value) => (typeof value === 'string' ? undefined : 'must be a level such as INFO')
      }),
      logger: pluginOptions<GnarLoggerOptions>('gnar-logger', {
        logFormat: 'logger: { format }',
        logFormatMsec: 'logger: { formatMsec }',
        log_format: 'logger: { format }',
        log_format_msec: 'logger: { formatMsec }'
      })
    },
    settings: loggerSettings,
    pluginOptions: loggerOptions,
    serverOptions(context) {
      const options = orDefaults(loggerSettings, loggerOptions(context))
      return {
        loggerInstance: createLogger(options),
        logController: createLogController(options),
        genReqId: (...args) => genReqId(...args),
        requestIdHeader: false
      }
    },
    step: {
      /** Step 1: the logger's level, and the logger itself on an instance without one. */
      configureLogger(fastify, context): unknown {
        const options = loggerOptions(context)
        // This step alone runs before the settings are checked, and leaves its own problems to that check.
        if (findProblems(loggerSettings, options).length === 0) return fastify.register(gnarLogger, options)
      }
    }
  }),
  defineStep({
    step: {
      /** Step 2, yours: does nothing. May load secrets into the environment, which is read and checked after it. */
      preconfig(_fastify, _context): unknown {
        return undefined
      }
    }
  }),
  defineStep({
    options: { errors: pluginOptions<GnarErrorsOptions>('gnar-errors'), ...httpSettings.table },
    settings: errorsSettings,
    pluginOptions: errorsOptions,
    serverOptions: (context) => ({
      ...errorsServerOptions(orDefaults(errorsSettings, errorsOptions(context)), corsHeaders(context)),
      // Node's limit of the request line and headers is the only one: tokens in paths are long.
      routerOptions: { maxParamLength: maxHeaderSize }
    }),
    step: {
      /** Step 3: the responses to failures, body parsers, and the response to OPTIONS. */
      configureErrorhandler(fastify, context): unknown {
        const options = errorsOptions(context)
        if ((options.style ?? 'gnar') === 'gnar') fastify.log.info(styleGnar)
        return fastify.register(gnarErrors, options).register(gnarHttp, httpOptions(context))
      }
    }
  }),
  defineStep({
    options: { argon2: pluginOptions<GnarArgon2Options>('gnar-argon2') },
    settings: argon2Settings,
    pluginOptions: (context) => ownOptions(context, context.argon2),
    assets: ['argon2', 'generatePasswordHash', 'checkPasswordHash'],
    step: {
      /** Step 4: password hashing. */
      configureArgon2(fastify, context): unknown {
        return fastify.register(gnarArgon2, ownOptions(context, context.argon2))
      }
    }
  }),
  defineStep({
    options: {
      pg: pluginOptions<GnarPgOptions>('gnar-pg'),
      /** Folder of SQL files that the start applies, as `migrations` of gnar-pg. */
      migrations: text({ meaning: 'folder of SQL files that the start applies' }),
      /** True for an app without Postgres. */
      noDb: flag({ default: false, meaning: 'run without Postgres' })
    },
    settings: pgSettings,
    pluginOptions: pgOptions,
    serverOptions: (context) => (context.noDb ? {} : pgServerOptions(pgOptions(context))),
    migrate: (context, options) => migrate(pgOptions(context), options),
    assets: ['db'],
    off: { option: 'noDb: true', when: ({ noDb }) => noDb },
    step: {
      /** Step 5: Postgres. */
      configureDatabase(fastify, context): unknown {
        return fastify.register(gnarPg, pgOptions(context))
      }
    }
  }),
  defineStep({
    options: {
      jwt: pluginOptions<GnarJwtOptions>('gnar-jwt'),
      /** True for an app without tokens. */
      noJwt: flag({ default: false, meaning: 'run without tokens' })
    },
    settings: jwtSettings,
    pluginOptions: (context) => ownOptions(context, context.jwt),
    assets: ['createAccessToken', 'authenticate', 'authenticateOptional', 'protect'],
    off: { option: 'noJwt: true', when: ({ noJwt }) => noJwt },
    step: {
      /** Step 6: tokens. */
      configureJwt(fastify, context): unknown {
        addProtect(fastify)
        return fastify.register(gnarJwt, ownOptions(context, context.jwt))
      }
    }
  }),
  defineStep({
    options: { peer: pluginOptions<GnarPeerOptions>('gnar-peer') },
    settings: peerSettings,
    pluginOptions: (context) => ownOptions(context, context.peer),
    variables: (context) =>
      peerVariables({ ...context, peers: context.peer?.peers }).map(({ peer, variable }) => ({
        variable,
        meaning: `address of the peer ${peer}`,
        example: '127.0.0.1:9401'
      })),
    assets: ['peer', 'external'],
    step: {
      /** Step 7: calls to other services. */
      configurePeer(fastify, context): unknown {
        return fastify.register(gnarPeer, ownOptions(context, context.peer))
      }
    }
  }),
  defineStep({
    options: { ses: pluginOptions<GnarSesOptions>('gnar-ses') },
    settings: sesSettings,
    pluginOptions: (context) => ownOptions(context, context.ses),
    assets: ['getSesClient'],
    step: {
      /** Step 8: e-mail. */
      configureSes(fastify, context): unknown {
        return fastify.register(gnarSes, ownOptions(context, context.ses))
      }
    }
  }),
  defineStep({
    options: sqsTable,
    settings: sqsSettings,
    pluginOptions: sqsOptions,
    assets: ['sqs', 'sendSqsMessage', 'sendSqsMessages'],
    stopping: (fastify) => fastify.hasPlugin('gnar-sqs') && fastify.sqs.stopReceiving(),
    inFlight: (fastify) =>
      (fastify.hasPlugin('gnar-sqs') ? fastify.sqs.polls : [])
        .filter(({ inFlight }) => inFlight > 0)
        .map(({ inFlight, queueName }) => `messages of SQS queue ${queueName}: ${inFlight}`),
    step: {
      /** Step 9: queues. */
      configureSqs(fastify, context): unknown {
        return fastify.register(gnarSqs, sqsOptions(context))
      }
    }
  }),
  defineStep({
    options: {
      /** Options of @fastify/cors; default: origins on this machine and in private networks in development, none in production. */
      cors: pluginOptionsOrFalse<FastifyCorsOptions>('@fastify/cors')
    },
    off: { option: 'cors: false', when: ({ cors: options }) => options === false },
    step: {
      /** Step 10: responses to browsers of other origins. */
      async configureCors(fastify, { cors: options, production }): Promise<void> {
        if (options === false || (options === undefined && production)) return
        // It takes 7 ms to load, and few apps in production serve browsers of other origins.
        const { default: cors } = await import('@fastify/cors')
        await fastify.register(cors, options ?? allowNearby)
      }
    }
  }),
  defineStep({
    options: { health: pluginOptionsOrFalse<GnarHealthOptions>('gnar-health') },
    settings: healthSettings,
    pluginOptions: healthOptions,
    off: { option: 'health: false', when: ({ health }) => health === false },
    started: (fastify) => fastify.hasDecorator('health') && fastify.health.markStarted(),
    stopping: (fastify) => fastify.hasDecorator('health') && fastify.health.markClosing(),
    step: {
      /** Step 11: probes. */
      configureHealth(fastify, context): unknown {
        return addProbes(fastify, healthOptions(context))
      }
    }
  }),
  defineStep({
    options: { metrics: pluginOptions<GnarMetricsOptions>('gnar-metrics') },
    settings: metricsSettings,
    pluginOptions: (context) => ownOptions(context, context.metrics),
    off: { option: 'metrics: undefined', when: ({ metrics }) => metrics === undefined },
    step: {
      /** Step 12: metrics, if the option `metrics` is given. */
      configureMetrics(fastify, context): unknown {
        return fastify.register(gnarMetrics, ownOptions(context, context.metrics))
      }
    }
  }),
  defineStep({
    options: { openapi: pluginOptionsOrFalse<GnarOpenapiOptions>('gnar-openapi') },
    settings: openapiSettings,
    pluginOptions: openapiOptions,
    off: {
      option: 'openapi: false',
      when: ({ openapi, production }) => openapi === false || (openapi === undefined && production)
    },
    step: {
      /** Step 13: the OpenAPI document and its page. */
      configureOpenapi(fastify, context): unknown {
        return fastify.register(gnarOpenapi, openapiOptions(context))
      }
    }
  }),
  defineStep({
    options: routesTable,
    step: {
      /** Step 14: the route modules. */
      configureRoutes(fastify, context): unknown {
        return registerRoutes(this, fastify, context)
      }
    }
  }),
  defineStep({
    options: sqsTable,
    settings: sqsSettings,
    pluginOptions: (context) => ({ ...sqsOptions(context), polls: sqsPolls(context) }),
    step: {
      /** Step 15: the queues of the option `sqs`. */
      configureSqsPolls(fastify, context): unknown {
        const polls = sqsPolls(context)
        return polls.length > 0 && fastify.sqs.poll(polls)
      }
    }
  }),
  defineStep({
    step: {
      /** Step 16, yours: does nothing. */
      postconfig(_fastify, _context): unknown {
        return undefined
      }
    }
  })
]

type SqsContext = BaseContext & OptionsOf<typeof sqsTable>

function loggerOptions(
  context: BaseContext & { level?: GnarLoggerOptions['level']; logger?: GnarLoggerOptions | undefined }
): GnarLoggerOptions {
  const { name, appDir, level, logger } = context
  return { ...ownOptions(context, { name, level, appDir }), ...logger }
}

function errorsOptions(context: BaseContext & { errors?: GnarErrorsOptions | undefined }): GnarErrorsOptions {
  const { name, errors } = context
  return { ...ownOptions(context, { name }), ...errors }
}

function pgOptions(
  context: BaseContext & { pg?: GnarPgOptions | undefined; migrations?: string | undefined }
): GnarPgOptions {
  const { pg, migrations } = context
  return { ...ownOptions(context, { migrations }), ...pg }
}

function httpOptions(context: BaseContext & GnarHttpOptions): GnarHttpOptions {
  const { jsonBody, formBody, multipart, allowHeader, emptyParameters } = context
  return ownOptions(context, { jsonBody, formBody, multipart, allowHeader, emptyParameters })
}

/** The original's contract surprises whoever expects HTTP's. */
const styleGnar =
  "Failures respond with status 200 and { error }; for their own status, set errors: { style: 'http' }"

function healthOptions({ health }: { health?: false | GnarHealthOptions | undefined }): GnarHealthOptions {
  return { startedWhen: 'marked', ...(health === false ? undefined : health) }
}

/** In development the document is on, in production only with options. */
function openapiOptions(
  context: BaseContext & { openapi?: false | GnarOpenapiOptions | undefined }
): GnarOpenapiOptions {
  const { openapi, appDir } = context
  return { ...ownOptions(context, { appDir }), ...(openapi === false ? undefined : openapi) }
}

async function addProbes(fastify: FastifyInstance, options: GnarHealthOptions): Promise<void> {
  await fastify.register(gnarHealth, options)
  if (!fastify.hasPlugin('gnar-pg')) return
  fastify.addHealthCheck('database', () => checkDatabase(fastify))
}

/** The options of gnar-sqs without its polls, which are added once the routes are there. */
function sqsOptions(context: SqsContext): GnarSqsOptions {
  const { sqs, drainDelayMs, closeTimeoutMs } = context
  const { polls: _polls, ...own } = sqs !== undefined && isSqsOptions(sqs) ? sqs : {}
  return { ...ownOptions(context, { drainDelayMs, closeTimeoutMs }), ...own }
}

function sqsPolls({ sqs }: SqsContext): readonly SqsPoll[] {
  if (sqs === undefined) return []
  return [isSqsOptions(sqs) ? (sqs.polls ?? []) : sqs].flat()
}

/** Options of gnar-sqs have keys of its own and none that only a poll has. */
function isSqsOptions(value: SqsPoll | readonly SqsPoll[] | GnarSqsOptions): value is GnarSqsOptions {
  if (Array.isArray(value)) return false
  const keys = Object.keys(value)
  const isPollKey = (key: string) => Object.hasOwn(pollSettings.table, key)
  return !keys.some(isPollKey) && keys.some((key) => Object.hasOwn(sqsSettings.table, key))
}

/** The options when they are valid, otherwise the defaults: the preset itself lists what is wrong. */
function orDefaults<S extends Settings>(
  settings: Definition<S>,
  options: OptionsOf<S> & CommonOptions
): OptionsOf<S> & CommonOptions {
  return findProblems(settings, options).length === 0
    ? options
    : ({ env: {} } as OptionsOf<S> & CommonOptions)
}

/** Loopback and private addresses: a page of anybody else must not read responses and tracebacks. */
const nearby =
  /^https?:\/\/(?:(?:[^/]+\.)?localhost|[^/]+\.local|\[(?:::1|f[cd][\da-f:]+)\]|(?:127|10)(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})(?::\d+)?$/i
const allowNearby = {
  origin: nearby,
  methods: '*',
  exposedHeaders: ['Authorization'],
  strictPreflight: false
}

/** The headers of responses that @fastify/cors never sees, since no route is found: those to malformed requests. */
function corsHeaders({ production, cors: options }: BaseContext & { cors?: unknown }): OriginHeaders {
  if (production || options !== undefined) return () => ({})
  return (origin) =>
    origin !== undefined && nearby.test(origin)
      ? {
          'access-control-allow-origin': origin,
          'access-control-expose-headers': 'Authorization',
          vary: 'Origin'
        }
      : {}
}
