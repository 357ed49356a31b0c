import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { GnarApp } from './gnar-app.ts'
import { type GnarGearOptions, readContext } from './settings.ts'

export type { GnarAppOptions } from './app-options.ts'
export type {
  ChildMessage,
  Command,
  ErrorReport,
  ParentMessage,
  RouteFailure,
  RouteReport,
  SettingReport
} from './development-child.ts'
export { type DrainOptions, drainAndClose } from './drain-and-close.ts'
export {
  CloseTimeoutError,
  EarlyRoutesError,
  NoAppError,
  NoAssetError,
  NoRouteModuleError,
  NotRunningError,
  RouteModuleError,
  RunningError,
  StepError
} from './errors.ts'
export { GnarApp } from './gnar-app.ts'
export { getApp } from './running-apps.ts'
export { gnarServerOptions } from './server-options.ts'
export { type GnarGearOptions, type StepContext, settings } from './settings.ts'
export { off, type Step } from './step.ts'
export type { StepName } from './step-names.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Protects every route of this scope and of those within it, but for routes with `config: { public: true }`; and
     * marks the scope for `gnar routes`, which cannot look into hooks.
     *
     * @param checks hooks of the app's own that come after `authenticate`, such as one that asks for a role
     */
    protect(...checks: onRequestHookHandler[]): void
  }
}

/** The preset: every step of `GnarApp` on an instance of your own, best made with `gnarServerOptions`. */
async function plugin(fastify: FastifyInstance, options: GnarGearOptions): Promise<void> {
  const context = readContext(options)
  const { name, production } = context
  new GnarApp(name, { ...options, production, port: 0 }).configure(fastify, context)
}

export const gnarGear = fp(plugin, { name: 'gnar-gear', fastify: '5.x' })
export default gnarGear
