import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { title } from '../app.ts'
import type { AppCore } from '../context.ts'
import { NoAssetError, NoDatabaseError } from '../errors.ts'
import {
  type AppValues,
  presetOptions,
  readAppOptions,
  readContext,
  type StepOverrides,
  stepNames
} from '../options.ts'
import { drainAndClose } from '../shutdown/drain-and-close.ts'
import { exitProcess } from '../shutdown/process-end.ts'
import type { StepRow } from '../steps/step.ts'
import { rows } from '../steps/table.ts'
import type { BootChanges, Command, CommandedApp } from './protocol.ts'
import {
  listOwnSettings,
  listRoutes,
  listSettings,
  reportError,
  reportFailures,
  unresolvedImports,
  watchRoutes
} from './reports.ts'
import { currentCommand, serveFromParent, tellParent } from './serve.ts'

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

/** Does what a `gnar` command needs of the app, in place of listening. @returns false when no command started it */
export async function runCommand(app: CommandedApp): Promise<boolean> {
  const command = currentCommand()
  if (command === undefined) return false
  try {
    await commands[command](app)
  } catch (error) {
    if (process.send === undefined) process.stderr.write(`${reportError(error).stack}\n`)
    await tellParent({ type: 'failed', error: reportError(error), unresolved: unresolvedImports(error) })
    process.exit(1)
  }
  return true
}

const commands: Record<Command, (app: CommandedApp) => Promise<void>> = {
  async dev(app) {
    const values = readAppOptions(app.options)
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
    const reload = process.env.GNAR_RELOAD === '1'
    const restored: (() => void)[] = []
    const server = await app.boot(values, {
      prepare: (fastify) => restored.push(quietStart(fastify, app, reload))
    })
    for (const restore of restored) restore()
    serveFromParent(server.server, (closeTimeoutMs, released) => {
      drainAndClose(server, { closeTimeoutMs })
        .then(released)
        .then(
          () => exitProcess(server.log, 0),
          (error) => {
            server.log.warn(error.message)
            exitProcess(server.log, 1)
          }
        )
    })
    await tellParent({
      type: 'ready',
      title: title(app, production),
      failures: reportFailures(app),
      unresolved: [...app.failures.values()].flatMap(({ error }) => unresolvedImports(error))
    })
  },

  async routes(app) {
    const server = await bootDry(app, { prepare: watchRoutes })
    await tellParent({ type: 'routes', routes: listRoutes(server), failures: reportFailures(app) })
    await server.close()
    process.exit(0)
  },

  async openapi(app) {
    const server = await bootDry(app, { options: { openapi: { ...app.options.openapi, ui: false } } })
    if (!server.hasDecorator('openapi')) {
      throw new NoAssetError('openapi', 'configureOpenapi', 'configureOpenapi: false')
    }
    await tellParent({ type: 'openapi', document: server.openapi(), failures: reportFailures(app) })
    await server.close()
    process.exit(0)
  },

  async env(app) {
    const context = readContext(presetOptions(app.name, app.options))
    await tellParent({
      type: 'settings',
      settings: [...listOwnSettings(app.options), ...listSettings(app.plan(context), context)]
    })
    process.exit(0)
  },

  async migrate(app) {
    await migrateApp(app, readAppOptions(app.options), false)
    process.exit(0)
  },

  async migrations(app) {
    await migrateApp(app, readAppOptions(app.options), true)
    process.exit(0)
  }
}

/** Boots an app only to look at its routes: without a database, a port or a secret, and without starting its work. */
function bootDry(app: CommandedApp, changes: BootChanges): Promise<FastifyInstance> {
  const values = readAppOptions({ port: 0, ...app.options })
  const steps = {
    ...values.steps,
    configureDatabase: false,
    configureSqsPolls: false,
    postconfig: false
  } as const
  const { envPrefix } = readContext(presetOptions(app.name, app.options))
  // No token is signed.
  process.env[`${envPrefix}_JWT_SECRET_KEY`] ??= randomBytes(32).toString('base64url')
  return app.boot(values, { steps, ...changes })
}

type Log = (...args: unknown[]) => void

/**
 * Keeps out of a start's log what the terminal of `gnar dev` shows already: failures of route modules, and on a reload
 * all lines at INFO.
 *
 * @returns what restores the log
 */
export function quietStart({ log }: FastifyInstance, app: AppCore, reload: boolean): () => void {
  const isShown = (details: unknown) => {
    const { err } = Object(details) as { err?: unknown }
    return err !== undefined && [...app.failures.values()].some(({ error }) => error === err)
  }
  const restores = [filterMethod(log, 'error', isShown)]
  if (reload) restores.push(filterMethod(log, 'info', () => true))
  return () => {
    for (const restore of restores) restore()
  }
}

/** A property that a change of the level, which assigns the methods again, does not undo. */
function filterMethod(log: object, name: string, skip: (details: unknown) => boolean): () => void {
  let write: Log = Reflect.get(log, name)
  Object.defineProperty(log, name, {
    configurable: true,
    enumerable: true,
    get:
      (): Log =>
      (...args) => {
        if (!skip(args[0])) write.apply(log, args)
      },
    set: (value: Log) => {
      write = value
    }
  })
  return () => {
    Object.defineProperty(log, name, { configurable: true, enumerable: true, writable: true, value: write })
  }
}

/** The steps before the migrations: `preconfig` may load what the database's settings need. */
const before: readonly string[] = ['configureLogger', 'preconfig']

/**
 * Applies the migrations of an app, or reports those that are pending, without any other step.
 *
 * @throws NoDatabaseError when the app has no step with migrations; the error of the migrations
 */
async function migrateApp(app: CommandedApp, values: AppValues, dryRun: boolean): Promise<void> {
  const row = (rows as readonly StepRow[]).find(({ migrate }) => migrate !== undefined)
  const [migratingStep = ''] = Object.keys(row?.step ?? {})
  let pending: string[] | undefined
  const others = stepNames.filter((name) => !before.includes(name)).map((name) => [name, false] as const)
  const steps: StepOverrides = {
    ...values.steps,
    ...Object.fromEntries(others),
    [migratingStep]: async ({ log }: FastifyInstance, context: never) => {
      const report = await row?.migrate?.(context, {
        dryRun,
        log: (line) => log.info(line),
        onApplied: (migration) => void tellParent({ type: 'migrated', ...migration })
      })
      pending = report?.pending
    }
  }
  const server = await app.boot(values, { steps })
  await server.close()
  if (pending === undefined) throw new NoDatabaseError(app.name)
  await tellParent({ type: 'migrations', pending })
}
