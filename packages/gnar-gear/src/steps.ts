import cors from '@fastify/cors'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { settings as argon2Settings, gnarArgon2 } from 'gnar-argon2'
import {
  type CommonOptions,
  findProblems,
  type PluginOptions,
  type Problem,
  type Resolution,
  resolveSettings,
  type Settings
} from 'gnar-env'
import { settings as errorsSettings, type GnarErrorsOptions, gnarErrors } from 'gnar-errors'
import { type GnarHealthOptions, gnarHealth, settings as healthSettings } from 'gnar-health'
import { gnarJwt, settings as jwtSettings } from 'gnar-jwt'
import { type GnarLoggerOptions, gnarLogger, settings as loggerSettings } from 'gnar-logger'
import { gnarPeer, settings as peerSettings } from 'gnar-peer'
import { gnarPg, settings as pgSettings } from 'gnar-pg'
import { gnarSes, settings as sesSettings } from 'gnar-ses'
import { gnarSqs, settings as sqsSettings } from 'gnar-sqs'
import type { GnarApp } from './gnar-app.ts'
import { registerRoutes } from './register-routes.ts'
import type { StepContext } from './settings.ts'
import type { StepName } from './step-names.ts'

/** A step of the start: gets the Fastify instance and the preset's options, may return a promise. */
export type Step = (this: GnarApp, fastify: FastifyInstance, context: StepContext) => unknown

/** A step that is switched off: `ga.configureJwt = off`, like `false` in the option `steps`. */
export const off: Step = () => {}

/** One row of the table of steps. */
export interface StepRow {
  run: Step
  /** Option that switches the step off, beside `steps`. */
  off?: { option: string; when(context: StepContext): boolean }
  /** What the step puts on the instance, so that its absence can be explained. */
  assets?: readonly string[]
  /** What is wrong with the options and variables that the step reads. */
  problems?(context: StepContext): Problem[]
  /** Every setting of the step with its present value. */
  resolutions?(context: StepContext): { plugin: string; rows: Resolution[] }
}

/** The steps in their order: what GnarApp is. */
export const steps: Readonly<Record<StepName, StepRow>> = {
  configureLogger: plugin('gnar-logger', gnarLogger, loggerSettings, loggerOptions),
  preconfig: nothing(),
  configureErrorhandler: plugin('gnar-errors', gnarErrors, errorsSettings, errorsOptions),
  configureArgon2: {
    ...plugin('gnar-argon2', gnarArgon2, argon2Settings, ({ argon2 }) => argon2),
    assets: ['argon2', 'generatePasswordHash', 'checkPasswordHash']
  },
  configureDatabase: {
    ...plugin('gnar-pg', gnarPg, pgSettings, ({ pg }) => pg),
    assets: ['db'],
    off: { option: 'noDb: true', when: ({ noDb }) => noDb }
  },
  configureJwt: {
    ...plugin('gnar-jwt', gnarJwt, jwtSettings, ({ jwt }) => jwt),
    assets: ['createAccessToken', 'authenticate', 'authenticateOptional'],
    off: { option: 'noJwt: true', when: ({ noJwt }) => noJwt }
  },
  configurePeer: {
    ...plugin('gnar-peer', gnarPeer, peerSettings, ({ peer }) => peer),
    assets: ['peer', 'external']
  },
  configureSes: {
    ...plugin('gnar-ses', gnarSes, sesSettings, ({ ses }) => ses),
    assets: ['getSesClient']
  },
  configureSqs: {
    ...plugin('gnar-sqs', gnarSqs, sqsSettings, ({ drainDelayMs, closeTimeoutMs }) => ({
      drainDelayMs,
      closeTimeoutMs
    })),
    assets: ['sendSqsMessage', 'sendSqsMessages']
  },
  configureCors: {
    run: (fastify, { cors: options, production }) => {
      if (options !== undefined && options !== false) return fastify.register(cors, options)
      if (!production) return fastify.register(cors, allowEverything)
    },
    off: { option: 'cors: false', when: ({ cors }) => cors === false }
  },
  configureHealth: {
    ...plugin('gnar-health', gnarHealth, healthSettings, healthOptions),
    off: { option: 'health: false', when: ({ health }) => health === false }
  },
  configureRoutes: { run: registerRoutes },
  configureSqsPolls: {
    run: (fastify, { sqs }) => fastify.sqs.poll([sqs ?? []].flat())
  },
  postconfig: nothing()
}

/** Options of gnar-logger, here and in Fastify's constructor. */
export function loggerOptions({ name, level, appDir, logger, ...context }: StepContext): GnarLoggerOptions {
  return { ...common(context), name, level, appDir, ...logger }
}

/** Options of gnar-errors, here and in Fastify's constructor. */
export function errorsOptions({ name, errors, ...context }: StepContext): GnarErrorsOptions {
  return { ...common(context), name, ...errors }
}

function common({ envPrefix, env, production }: Required<CommonOptions>): CommonOptions {
  return { envPrefix, env, production }
}

function healthOptions({ health }: StepContext): GnarHealthOptions {
  return { startedWhen: 'marked', ...(health === false ? undefined : health) }
}

const allowEverything = { origin: '*', methods: '*', exposedHeaders: ['Authorization'] }

function nothing(): StepRow {
  return { run: () => {} }
}

/** A step that registers one plugin of the family, whose settings can be checked before anything is started. */
function plugin<S extends Settings>(
  name: string,
  fastifyPlugin: FastifyPluginAsync<PluginOptions<S>>,
  settings: S,
  optionsOf: (context: StepContext) => PluginOptions<S> | undefined
): StepRow {
  const options = (context: StepContext) =>
    ({ ...common(context), ...optionsOf(context) }) as PluginOptions<S>
  return {
    run: (fastify, context) => fastify.register(fastifyPlugin, options(context)),
    problems: (context) => findProblems(name, settings, options(context)),
    resolutions: (context) => ({ plugin: name, rows: resolveSettings(name, settings, options(context)) })
  }
}
