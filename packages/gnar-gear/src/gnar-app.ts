import Fastify, { type FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type AppValues, type GnarAppOptions, presetOptions, readAppOptions } from './app-options.ts'
import { configure, type PlannedStep, planSteps } from './configure.ts'
import { currentCommand } from './development-child.ts'
import { NotRunningError, RunningError } from './errors.ts'
import { listen } from './listen.ts'
import { runCommand } from './run-command.ts'
import { nameSchemaFailure } from './schema-failure.ts'
import { gnarServerOptions } from './server-options.ts'
import { readContext, type StepContext } from './settings.ts'
import { closeOnSignals } from './signals.ts'
import { steps } from './steps.ts'

/** Why a route module did not load, and where it would listen. */
export interface ModuleFailure {
  prefix: string
  error: unknown
}

/** How a start differs that is made for a command. */
export interface BootChanges {
  steps?: GnarAppOptions['steps']
  prepare?(fastify: FastifyInstance): void
}

/**
 * A service: `await new GnarApp('my_gnarly_app', { production: true, port: 80 }).run()`.
 *
 * Each step is a method. To change one, give a function in the option `steps`, assign a function, or override it in a
 * subclass; to leave one out, give `false` in the option `steps`.
 */
export class GnarApp {
  readonly name: string
  readonly options: GnarAppOptions
  /** Route modules that did not load, by path: development only, since a production start stops there. */
  readonly failures = new Map<string, ModuleFailure>()
  #server: FastifyInstance | undefined
  #stopSignals = () => {}

  constructor(name: string, options: GnarAppOptions) {
    this.name = name
    this.options = options
  }

  /** Runs the steps and listens until SIGTERM or SIGINT. */
  async run(): Promise<this> {
    if (this.#server !== undefined) throw new RunningError(this.name)
    const command = currentCommand()
    if (command !== undefined) {
      await runCommand(this, command)
      return this
    }
    const values = readAppOptions(this.options)
    await this.boot(values)
    await listen(this, values)
    this.#stopSignals = closeOnSignals(this, values)
    return this
  }

  /** Stops listening, lets requests in hand finish, closes all connections. */
  async close(): Promise<void> {
    await this.#server?.close()
  }

  /**
   * Does everything that `run()` does before it listens.
   *
   * @param changes what a command needs otherwise: steps, and something to do with the instance before all of them
   */
  async boot(values: AppValues, changes: BootChanges = {}): Promise<FastifyInstance> {
    const { steps = values.steps, prepare = () => {} } = changes
    const preset = { ...presetOptions(this.name, this.options), steps }
    for (;;) {
      const failed = this.failures.size
      const server: FastifyInstance = Fastify({ ...gnarServerOptions(preset), ...values.fastify })
      server.addHook('onClose', async () => this.#stopSignals())
      prepare(server)
      server.register(fp(async (fastify) => this.configure(fastify, readContext(preset))))
      try {
        await server.ready()
        return server
      } catch (error) {
        const reason = nameSchemaFailure(this, server, error, readContext(preset))
        await server.close()
        if (this.failures.size === failed || values.production) throw reason
        // Fastify cannot go on once a plugin has failed: start again without the module.
      }
    }
  }

  /** Registers the steps on an instance, which becomes the app's server. */
  configure(fastify: FastifyInstance, context: StepContext): void {
    this.#server = fastify
    configure(this, fastify, this.plan(context), context)
  }

  /** What each step is for this app. */
  plan(context: StepContext): PlannedStep[] {
    return planSteps(this, GnarApp.prototype, context)
  }

  /** The Fastify instance. */
  get server(): FastifyInstance {
    if (this.#server === undefined) throw new NotRunningError(this.name)
    return this.#server
  }

  /** The database, see gnar-pg. */
  get db(): FastifyInstance['db'] {
    return this.server.db
  }

  /** The raw pair of password hashing, see gnar-argon2. */
  get argon2(): FastifyInstance['argon2'] {
    return this.server.argon2
  }

  /** Hashes a password. */
  get generatePasswordHash(): FastifyInstance['generatePasswordHash'] {
    return this.server.generatePasswordHash
  }

  /** Whether a password belongs to a hash. */
  get checkPasswordHash(): FastifyInstance['checkPasswordHash'] {
    return this.server.checkPasswordHash
  }

  /** Makes a token for an identity, see gnar-jwt. */
  get createAccessToken(): FastifyInstance['createAccessToken'] {
    return this.server.createAccessToken
  }

  /** The hook that protects a route. */
  get authenticate(): FastifyInstance['authenticate'] {
    return this.server.authenticate
  }

  /** The hook that knows who asks, if they say so. */
  get authenticateOptional(): FastifyInstance['authenticateOptional'] {
    return this.server.authenticateOptional
  }

  /** A client for another service of the fleet, see gnar-peer. */
  get peer(): FastifyInstance['peer'] {
    return this.server.peer
  }

  /** A client for the outside. */
  get external(): FastifyInstance['external'] {
    return this.server.external
  }

  /** The SES client. */
  get getSesClient(): FastifyInstance['getSesClient'] {
    return this.server.getSesClient
  }

  /** Sends a message to a queue. */
  get sendSqsMessage(): FastifyInstance['sendSqsMessage'] {
    return this.server.sendSqsMessage
  }

  /** Sends many messages to a queue. */
  get sendSqsMessages(): FastifyInstance['sendSqsMessages'] {
    return this.server.sendSqsMessages
  }

  /** Step 1: the logger's level, and the logger itself on an instance without one. */
  configureLogger(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureLogger.run.call(this, fastify, context)
  }

  /** Step 2, for the app: does nothing. May load secrets into the environment, which is read and checked after it. */
  preconfig(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.preconfig.run.call(this, fastify, context)
  }

  /** Step 3: the answers to failures. */
  configureErrorhandler(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureErrorhandler.run.call(this, fastify, context)
  }

  /** Step 4: password hashing. */
  configureArgon2(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureArgon2.run.call(this, fastify, context)
  }

  /** Step 5: Postgres. */
  configureDatabase(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureDatabase.run.call(this, fastify, context)
  }

  /** Step 6: tokens. */
  configureJwt(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureJwt.run.call(this, fastify, context)
  }

  /** Step 7: calls to other services. */
  configurePeer(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configurePeer.run.call(this, fastify, context)
  }

  /** Step 8: e-mail. */
  configureSes(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureSes.run.call(this, fastify, context)
  }

  /** Step 9: queues. */
  configureSqs(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureSqs.run.call(this, fastify, context)
  }

  /** Step 10: answers to browsers of other origins. */
  configureCors(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureCors.run.call(this, fastify, context)
  }

  /** Step 11: probes. */
  configureHealth(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureHealth.run.call(this, fastify, context)
  }

  /** Step 12: the route modules. */
  configureRoutes(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureRoutes.run.call(this, fastify, context)
  }

  /** Step 13: the queues of the option `sqs`. */
  configureSqsPolls(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.configureSqsPolls.run.call(this, fastify, context)
  }

  /** Step 14, for the app: does nothing. */
  postconfig(fastify: FastifyInstance, context: StepContext): unknown {
    return steps.postconfig.run.call(this, fastify, context)
  }
}
