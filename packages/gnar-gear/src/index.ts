import './tick.ts'
import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { PresetApp } from './app.ts'
import { type App, type GnarGearOptions, readContext } from './options.ts'
import { planSteps, runSteps } from './steps/run.ts'

export { HttpError, type HttpErrorOptions, httpError } from 'gnar-errors'
// Only a star export lets an app augment GnarJwtTypes as a type of 'gnar-gear'.
export type * from 'gnar-jwt/types'
export type { PeerResponse, StreamedResponse } from 'gnar-peer'
export type { PostgresDb, Queries } from 'gnar-pg'
export { type MessageContext, type SqsPoll, sqsPoll } from 'gnar-sqs'
export { getApp } from './app.ts'
export {
  CloseTimeoutError,
  EarlyRoutesError,
  NoAppError,
  NoAssetError,
  NoRouteModuleError,
  NotRunningError,
  RouteModuleError,
  RunningError,
  StepError,
  TwoFastifysError
} from './errors.ts'
export { GnarApp } from './gnar-app.ts'
export {
  type App,
  type GnarAppOptions,
  type GnarGearOptions,
  gnarServerOptions,
  type Step,
  type StepContext,
  type StepName,
  type StepOverrides,
  settings
} from './options.ts'
export { type DrainOptions, drainAndClose } from './shutdown/drain-and-close.ts'
export { off } from './steps/run.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Protects every route of this scope and of those within it, except routes with `config: { public: true }`.
     *
     * @param checks hooks of your own that run after `authenticate`, such as one that requires a role
     */
    protect(...checks: onRequestHookHandler[]): void
  }
}

/** The preset: every step of `GnarApp` on an instance of your own, best made with `gnarServerOptions`. */
async function plugin(fastify: FastifyInstance, options: GnarGearOptions): Promise<void> {
  const context = readContext(options)
  const app: App = new PresetApp(context.name, fastify)
  if (!context.production) {
    const { addDevelopmentPage } = await import('./routes/development-page.ts')
    addDevelopmentPage(app, fastify, context)
  }
  runSteps(app, fastify, planSteps(context), context)
}

export const gnarGear = fp(plugin, { name: 'gnar-gear', fastify: '5.x' })
export default gnarGear
