import type { FastifyInstance, FastifySchema } from 'fastify'
import { RouteModuleError } from './errors.ts'
import type { GnarApp, ModuleFailure } from './gnar-app.ts'
import { spokenPath } from './route-modules.ts'
import type { StepContext } from './settings.ts'

/** Logs a failure, and keeps it for the answers below the module's prefix. */
export function noteFailure(
  app: GnarApp,
  fastify: FastifyInstance,
  file: string,
  failed: ModuleFailure,
  { appDir }: Pick<StepContext, 'appDir'>
): void {
  app.failures.set(file, failed)
  const path = failed.prefix === '' ? '/' : failed.prefix
  fastify.log.error(
    { err: failed.error },
    `${spokenPath(appDir, file)} failed to load, so ${path} answers with this failure`
  )
}

/** The error that a failed module is told by. */
export function routeModuleError(
  file: string,
  error: unknown,
  { appDir }: Pick<StepContext, 'appDir'>
): Error {
  const message = error instanceof Error ? error.message : String(error)
  return new RouteModuleError(spokenPath(appDir, file), message, { cause: error })
}

/** What tools that list routes leave out. */
const hidden: FastifySchema & { hide: true } = { hide: true }

/** Below the prefix of each failed module, what no other module serves answers with the failure. */
export function answerWithFailures(app: GnarApp, scope: FastifyInstance, context: StepContext): void {
  for (const [file, { prefix, error }] of app.failures) {
    for (const url of [prefix === '' ? '/' : prefix, `${prefix}/*`]) {
      const method = scope.supportedMethods.filter((name) => !scope.hasRoute({ method: name, url }))
      if (method.length === 0) continue
      scope.route({
        method,
        url,
        schema: hidden,
        handler: async () => {
          const { stack = String(error) } = error as Partial<Error>
          throw Object.assign(routeModuleError(file, error, context), {
            expose: true,
            stack,
            cause: undefined
          })
        }
      })
    }
  }
}
