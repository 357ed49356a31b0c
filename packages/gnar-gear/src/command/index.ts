import type { FastifyInstance } from 'fastify'
import type { AppCore } from '../context.ts'
import { title } from '../listen.ts'
import {
  type AppValues,
  type GnarAppOptions,
  presetOptions,
  readAppOptions,
  readContext,
  type StepContext,
  type StepOverrides
} from '../options.ts'
import { drainAndClose } from '../shutdown/drain-and-close.ts'
import { exitProcess } from '../shutdown/process-end.ts'
import type { PlannedStep } from '../steps/run.ts'
import { listRoutes, watchRoutes } from './list-routes.ts'
import { migrateApp } from './migrate.ts'
import { type Command, currentCommand, serveFromParent, tellParent } from './protocol.ts'
import { listSettings, reportError, reportFailures, unresolvedImports } from './reports.ts'

export type {
  ChildMessage,
  Command,
  ErrorReport,
  MigratedMessage,
  MigrationsMessage,
  ParentMessage,
  RouteFailure,
  RouteReport,
  SettingReport
} from './protocol.ts'

/** What a command needs of an app. */
export interface CommandedApp extends AppCore {
  readonly options: GnarAppOptions
  boot(
    values: AppValues,
    changes?: { steps?: StepOverrides | undefined; prepare?(fastify: FastifyInstance): void }
  ): Promise<FastifyInstance>
  plan(context: StepContext): PlannedStep[]
}

/** How long in milliseconds kept-alive connections get to learn that they close, so that none is cut as it is used. */
const swapDelayMs = 1000

/** Does what a `gnar` command needs of the app, in place of listening. @returns false when no command started it */
export async function runCommand(app: CommandedApp): Promise<boolean> {
  const command = currentCommand()
  if (command === undefined) return false
  try {
    await commands[command](app, readAppOptions(app.options))
  } catch (error) {
    if (process.send === undefined) process.stderr.write(`${reportError(error).stack}\n`)
    await tellParent({ type: 'failed', error: reportError(error), unresolved: unresolvedImports(error) })
    process.exit(1)
  }
  return true
}

const commands: Record<Command, (app: CommandedApp, values: AppValues) => Promise<void>> = {
  async dev(app, values) {
    const { appDir, production } = readContext(presetOptions(app.name, app.options))
    const { port, host } = values
    await tellParent({
      type: 'starting',
      name: app.name,
      port,
      ...(host !== undefined && { host }),
      appDir,
      production
    })
    const server = await app.boot(values)
    serveFromParent(server.server, (closeTimeoutMs) => {
      drainAndClose(server, { drainDelayMs: swapDelayMs, closeTimeoutMs }).then(
        () => exitProcess(server.log, 0),
        () => exitProcess(server.log, 1)
      )
    })
    await tellParent({
      type: 'ready',
      title: title(app, production),
      failures: reportFailures(app),
      unresolved: [...app.failures.values()].flatMap(({ error }) => unresolvedImports(error))
    })
  },

  async routes(app, values) {
    const steps = {
      ...values.steps,
      configureDatabase: false,
      configureSqsPolls: false,
      postconfig: false
    } as const
    const server = await app.boot(values, { steps, prepare: watchRoutes })
    await tellParent({ type: 'routes', routes: listRoutes(server), failures: reportFailures(app) })
    await server.close()
    process.exit(0)
  },

  async env(app) {
    const context = readContext(presetOptions(app.name, app.options))
    await tellParent({ type: 'settings', settings: listSettings(app.plan(context), context) })
    process.exit(0)
  },

  async migrate(app, values) {
    await migrateApp(app, values, false)
    process.exit(0)
  },

  async migrations(app, values) {
    await migrateApp(app, values, true)
    process.exit(0)
  }
}
