import { randomBytes } from 'node:crypto'
import type { AppValues } from './app-options.ts'
import { presetOptions, readAppOptions } from './app-options.ts'
import { type Command, serveFromParent, tellParent } from './development-child.ts'
import { drainAndClose } from './drain-and-close.ts'
import { exitProcess } from './exit-process.ts'
import type { GnarApp } from './gnar-app.ts'
import { listRoutes, watchRoutes } from './list-routes.ts'
import { listSettings } from './list-settings.ts'
import { quietStart } from './quiet-start.ts'
import { reportError, reportFailures } from './report-error.ts'
import { readContext } from './settings.ts'
import { title } from './title.ts'
import { unresolvedImports } from './unresolved-imports.ts'

/** Does what a `gnar` command needs of the app, in place of listening. */
export async function runCommand(app: GnarApp, command: Command): Promise<void> {
  try {
    await commands[command](app, readAppOptions(app.options))
  } catch (error) {
    await tellParent({ type: 'failed', error: reportError(error), unresolved: unresolvedImports(error) })
    process.exit(1)
  }
}

const commands: Record<Command, (app: GnarApp, values: AppValues) => Promise<void>> = {
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

  async routes(app, values) {
    const steps = {
      ...values.steps,
      configureDatabase: false,
      configureSqsPolls: false,
      postconfig: false
    } as const
    const { envPrefix } = readContext(presetOptions(app.name, app.options))
    // No token is signed: routes can be listed without a secret.
    process.env[`${envPrefix}_JWT_SECRET_KEY`] ??= randomBytes(32).toString('base64url')
    const server = await app.boot(values, { steps, prepare: watchRoutes })
    await tellParent({ type: 'routes', routes: listRoutes(server), failures: reportFailures(app) })
    await server.close()
    process.exit(0)
  },

  async env(app) {
    await tellParent({ type: 'settings', settings: listSettings(app) })
    process.exit(0)
  }
}
