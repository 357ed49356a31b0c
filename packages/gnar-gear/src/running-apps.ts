import { NoAppError } from './errors.ts'
import type { GnarApp } from './gnar-app.ts'

const running: GnarApp[] = []

/** From the beginning of the routes step on, `getApp()` finds this app. */
export function addRunningApp(app: GnarApp): void {
  if (!running.includes(app)) running.push(app)
}

export function removeRunningApp(app: GnarApp): void {
  const index = running.indexOf(app)
  if (index >= 0) running.splice(index, 1)
}

/**
 * The running app, from anywhere: route modules, services, callbacks of queues.
 *
 * @param name needed only where one process runs several apps
 * @throws NoAppError before the routes step and after `close()`, and when more than one app could be meant
 */
export function getApp(name?: string): GnarApp {
  const found = name === undefined ? running : running.filter((app) => app.name === name)
  const [app] = found
  if (app !== undefined && found.length === 1) return app
  throw new NoAppError(explain(name, found.length))
}

function explain(name: string | undefined, count: number): string {
  const names = running.map((app) => app.name).join(', ')
  if (count > 1)
    return `${count} apps run in this process: say which one you mean, such as getApp('name'), of ${names}`
  if (names !== '') return `no app of the name ${name} runs, only ${names}`
  return 'no app runs: getApp() finds it from the beginning of the step configureRoutes until close(); call it inside of routes and functions rather than in steps before that'
}
