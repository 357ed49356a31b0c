import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { settings as argon2Settings, type GnarArgon2Options, gnarArgon2 } from 'gnar-argon2'
import { findProblems } from 'gnar-env'
import { settings as errorsSettings, type GnarErrorsOptions, gnarErrors } from 'gnar-errors'
import { type GnarHealthOptions, gnarHealth, settings as healthSettings } from 'gnar-health'
import { gnarJwt, settings as jwtSettings } from 'gnar-jwt'
import { type GnarLoggerOptions, gnarLogger, settings as loggerSettings } from 'gnar-logger'
import { gnarPeer, settings as peerSettings } from 'gnar-peer'
import { type GnarPgOptions, gnarPg, settings as pgSettings } from 'gnar-pg'
import { gnarSes, settings as sesSettings } from 'gnar-ses'
import { type GnarSqsOptions, gnarSqs, settings as sqsSettings } from 'gnar-sqs'
import type { GnarApp } from './gnar-app.ts'
import { addProtect } from './protect.ts'
import { registerRoutes } from './register-routes.ts'
import type { StepContext } from './settings.ts'
import { common, nothing, pluginStep, type StepRow } from './step.ts'
import type { StepName } from './step-names.ts'

const logger = pluginStep(gnarLogger, loggerSettings, loggerOptions)
const jwt = pluginStep(gnarJwt, jwtSettings, (context) => context.jwt)
const health = pluginStep(gnarHealth, healthSettings, healthOptions)

/** The steps in their order: what GnarApp is. */
export const steps: Readonly<Record<StepName, StepRow>> = {
  configureLogger: { ...logger, run: configureLogger },
  preconfig: nothing,
  configureErrorhandler: pluginStep(gnarErrors, errorsSettings, errorsOptions),
  configureArgon2: {
    ...pluginStep(gnarArgon2, argon2Settings, argon2Options),
    assets: ['argon2', 'generatePasswordHash', 'checkPasswordHash']
  },
  configureDatabase: {
    ...pluginStep(gnarPg, pgSettings, pgOptions),
    assets: ['db'],
    off: { option: 'noDb: true', when: ({ noDb }) => noDb }
  },
  configureJwt: {
    ...jwt,
    run: configureJwt,
    assets: ['createAccessToken', 'authenticate', 'authenticateOptional', 'protect'],
    off: { option: 'noJwt: true', when: ({ noJwt }) => noJwt }
  },
  configurePeer: {
    ...pluginStep(gnarPeer, peerSettings, ({ peer }) => peer),
    assets: ['peer', 'external']
  },
  configureSes: {
    ...pluginStep(gnarSes, sesSettings, ({ ses }) => ses),
    assets: ['getSesClient']
  },
  configureSqs: {
    ...pluginStep(gnarSqs, sqsSettings, sqsOptions),
    assets: ['sqs', 'sendSqsMessage', 'sendSqsMessages']
  },
  configureCors: {
    run: (fastify, { cors: options, production }) => {
      if (options !== undefined && options !== false) return fastify.register(cors, options)
      if (!production) return fastify.register(cors, allowEverything)
    },
    off: { option: 'cors: false', when: ({ cors }) => cors === false }
  },
  configureHealth: {
    ...health,
    run: configureHealth,
    off: { option: 'health: false', when: ({ health }) => health === false }
  },
  configureRoutes: { run: registerRoutes },
  configureSqsPolls: {
    run: (fastify, { sqs }) => sqs !== undefined && fastify.sqs.poll([sqs].flat()),
    problems: (context) => findProblems(sqsSettings, { ...sqsOptions(context), polls: context.sqs })
  },
  postconfig: nothing
}

/** This step alone comes before all settings are checked, and leaves what is wrong with its own to that check. */
function configureLogger(this: GnarApp, fastify: FastifyInstance, context: StepContext): unknown {
  if (logger.problems?.(context).length === 0) return logger.run.call(this, fastify, context)
}

function configureJwt(this: GnarApp, fastify: FastifyInstance, context: StepContext): unknown {
  addProtect(fastify)
  return jwt.run.call(this, fastify, context)
}

async function configureHealth(this: GnarApp, fastify: FastifyInstance, context: StepContext): Promise<void> {
  await health.run.call(this, fastify, context)
  if (!fastify.hasPlugin('gnar-pg')) return
  // A silent server must not keep the probe's connections as long as those of other queries.
  fastify.addHealthCheck('database', () => fastify.db.value({ text: 'SELECT 1', timeoutMs: 1000 }))
}

/** Options of gnar-logger, here and in Fastify's constructor. */
export function loggerOptions({ name, level, appDir, logger, ...context }: StepContext): GnarLoggerOptions {
  return { ...common(context), name, level, appDir, ...logger }
}

/** Options of gnar-errors, here and in Fastify's constructor. */
export function errorsOptions({ name, errors, ...context }: StepContext): GnarErrorsOptions {
  return { ...common(context), name, ...errors }
}

function argon2Options({ argon2, ...context }: StepContext): GnarArgon2Options {
  return { ...common(context), ...argon2 }
}

function pgOptions({ pg, ...context }: StepContext): GnarPgOptions {
  return { ...common(context), ...pg }
}

function sqsOptions({ drainDelayMs, closeTimeoutMs, ...context }: StepContext): GnarSqsOptions {
  return { ...common(context), drainDelayMs, closeTimeoutMs }
}

function healthOptions({ health }: StepContext): GnarHealthOptions {
  return { startedWhen: 'marked', ...(health === false ? undefined : health) }
}

const allowEverything = { origin: '*', methods: '*', exposedHeaders: ['Authorization'] }
