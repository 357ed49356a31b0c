import { networkInterfaces } from 'node:os'
import { relative } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { displayName } from 'gnar-errors'
import type { AppCore, ModuleFailure } from './context.ts'
import { NoAppError, NotRunningError } from './errors.ts'
import type { App, AppValues, Assets } from './options.ts'
import { rows } from './steps/table.ts'

/** A service: its name, its Fastify instance, and the assets that the steps put on it. */
class PresetAppBase {
  readonly name: string
  readonly failures: Map<string, ModuleFailure> = new Map()
  #server: FastifyInstance | undefined

  constructor(name: string, server?: FastifyInstance) {
    this.name = name
    this.#server = server
  }

  /**
   * The Fastify instance.
   * @throws NotRunningError before `run()`
   */
  get server(): FastifyInstance {
    if (this.#server === undefined) throw new NotRunningError(this.name)
    return this.#server
  }

  /** Whether there is a Fastify instance already. */
  protected get hasServer(): boolean {
    return this.#server !== undefined
  }

  /** Makes an instance the app's own. */
  protected useServer(server: FastifyInstance): void {
    this.#server = server
  }
}

for (const asset of rows.flatMap(({ assets = [] }) => assets as readonly (keyof Assets)[])) {
  Object.defineProperty(PresetAppBase.prototype, asset, {
    get(this: PresetAppBase) {
      return this.server[asset]
    },
    configurable: true
  })
}

/** A service whose assets are those that the rows of the table of steps name. */
export const PresetApp = PresetAppBase as new (
  name: string,
  server?: FastifyInstance
) => PresetAppBase & Assets

const running: App[] = []

/** From the beginning of the routes step on, `getApp()` finds this app. */
export function addRunningApp(app: App): void {
  if (!running.includes(app)) running.push(app)
}

export function removeRunningApp(app: App): void {
  const index = running.indexOf(app)
  if (index >= 0) running.splice(index, 1)
}

/**
 * The running app, from anywhere: route modules, services, callbacks of queues.
 *
 * @param name needed only where one process runs several apps
 * @throws NoAppError before the routes step, after `close()`, and when more than one app matches
 */
export function getApp(name?: string): App {
  const found = name === undefined ? running : running.filter((app) => app.name === name)
  const [app] = found
  if (app !== undefined && found.length === 1) return app
  throw new NoAppError(explain(name, found.length))
}

function explain(name: string | undefined, count: number): string {
  const names = running.map((app) => app.name).join(', ')
  if (count > 1)
    return `${count} apps run in this process: pass a name, such as getApp('name'); running: ${names}`
  if (names !== '') return `no app named "${name}" is running; running: ${names}`
  return 'no app is running: getApp() works from configureRoutes until close(); call it inside routes and functions, not in earlier steps'
}

/** Listens, and logs it in the original's words. */
export async function listen(app: AppCore, { port, host, production }: AppValues): Promise<void> {
  if (!production) {
    const main = relative(process.cwd(), process.argv[1] ?? '')
    app.server.log.info(`To reload on save, run npx gnar dev ${main}`)
  }
  const address = host ?? (production ? allAddresses() : '127.0.0.1')
  await app.server.listen({
    port,
    host: address,
    listenTextResolver: (url) => `${title(app, production)} at ${url}`
  })
}

/** What an app that listens calls itself: `Gnar-MyGnarlyApp is up`, or what is missing. */
export function title({ name, failures }: AppCore, production: boolean): string {
  const subject = `Gnar-${displayName(name)}${production ? '' : ' development server'}`
  if (failures.size === 0) return `${subject} is up`
  return `${subject} serves without ${failures.size === 1 ? 'the module' : `the ${failures.size} modules`} that failed to load`
}

/** All addresses, by way of IPv6 where there is any. */
function allAddresses(): string {
  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ family }) => family === 'IPv6')
  )
  return hasIpv6 ? '::' : '0.0.0.0'
}
