import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'
import { listen, PresetApp } from './app.ts'
import type { BootChanges } from './command/protocol.ts'
import { RunningError } from './errors.ts'
import {
  type AppValues,
  type GnarAppOptions,
  gnarServerOptions,
  presetOptions,
  readAppOptions,
  readContext,
  type StepContext,
  type StepMethods
} from './options.ts'
import { nameSchemaFailure } from './routes/failures.ts'
import { closeOnSignals, watchUncaughtErrors } from './shutdown/process-end.ts'
import { addStepMethods, type PlannedStep, planSteps, runSteps } from './steps/run.ts'

class AppWithSteps extends PresetApp {}
addStepMethods(AppWithSteps.prototype)

const Base = AppWithSteps as new (name: string) => AppWithSteps & StepMethods

/**
 * A service: `await new GnarApp('my_gnarly_app', { production: true, port: 80 }).run()`.
 *
 * Each step is a method. To change one, pass a function in the option `steps`, assign a function, or override it in a
 * subclass; to disable one, pass `false` in the option `steps`.
 */
export class GnarApp extends Base {
  readonly options: GnarAppOptions
  #stopWatching = () => {}

  constructor(name: string, options: GnarAppOptions) {
    super(name)
    this.options = options
  }

  /** Runs the steps and listens until SIGTERM or SIGINT. */
  async run(): Promise<this> {
    if (this.hasServer) throw new RunningError(this.name)
    if (process.env.GNAR_COMMAND !== undefined) {
      const { runCommand } = await import('./command/index.ts')
      if (await runCommand(this)) return this
    }
    const values = readAppOptions(this.options)
    const uncaught = watchUncaughtErrors(this, values)
    try {
      await this.boot(values)
      await listen(this, values)
    } catch (error) {
      uncaught.stopSoon()
      throw error
    }
    uncaught.serving()
    const stopSignals = closeOnSignals(this.server, values)
    this.#stopWatching = () => {
      stopSignals()
      uncaught.stop()
    }
    return this
  }

  /** Stops listening, lets requests in flight finish, closes all connections. */
  async close(): Promise<void> {
    if (this.hasServer) await this.server.close()
  }

  /**
   * Does everything that `run()` does before it listens.
   *
   * @param changes what a command needs otherwise: steps, options, and something to do with the instance before all of them
   */
  async boot(values: AppValues, changes: BootChanges = {}): Promise<FastifyInstance> {
    const { steps = values.steps, options, prepare = () => {} } = changes
    const preset = { ...presetOptions(this.name, this.options), steps, ...options }
    for (;;) {
      const failed = this.failures.size
      const server: FastifyInstance = Fastify(withOwnOptions(gnarServerOptions(preset), values.fastify))
      server.addHook('onClose', async () => this.#stopWatching())
      prepare(server)
      server.register(
        fp(async (fastify) => {
          const context = readContext(preset)
          this.useServer(fastify)
          if (!context.production) {
            const { addDevelopmentPage } = await import('./routes/development-page.ts')
            addDevelopmentPage(this, fastify, context)
          }
          runSteps(this, fastify, this.plan(context), context)
        })
      )
      try {
        await server.ready()
        return server
      } catch (error) {
        const reason = nameSchemaFailure(this, server, error, readContext(preset))
        await server.close()
        if (this.failures.size === failed || values.production) throw reason
        // Fastify cannot go on when a schema of a module cannot be built: start again without the module.
      }
    }
  }

  /** What each step is for this app. */
  plan(context: StepContext): PlannedStep[] {
    return planSteps(context, this, Base.prototype)
  }
}

/** The options that the user gives to Fastify win, those of its router one by one. */
function withOwnOptions(
  preset: FastifyServerOptions,
  own: FastifyServerOptions | undefined
): FastifyServerOptions {
  return { ...preset, ...own, routerOptions: { ...preset.routerOptions, ...own?.routerOptions } }
}
