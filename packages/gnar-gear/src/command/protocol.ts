import type { FastifyInstance } from 'fastify'
import type { AppCore } from '../context.ts'
import type { AppValues, GnarAppOptions, GnarGearOptions, StepContext, StepOverrides } from '../options.ts'
import type { PlannedStep } from '../steps/run.ts'

/**
 * How `gnar` talks to an app that it runs: it starts the app's main module as a child process with an IPC channel and
 * the variable `GNAR_COMMAND`, and `GnarApp.run()` then does what the command needs in place of listening.
 *
 * | `GNAR_COMMAND` | what `run()` does                                                                            |
 * | -------------- | -------------------------------------------------------------------------------------------- |
 * | `dev`          | sends `starting`, then `ready` or `failed`; serves the sockets that come with `connection`   |
 * | `routes`       | boots without database, polls, postconfig and listener, sends `routes`, exits                |
 * | `openapi`      | boots as for `routes`, with the step `configureOpenapi`, sends `openapi`, exits              |
 * | `env`          | reads the settings of every step without starting any, sends `settings`, exits               |
 * | `migrate`      | applies migrations after `preconfig`, sends `migrated` for each, then `migrations`, exits    |
 * | `migrations`   | sends `migrations` with those that are pending, exits                                        |
 *
 * What fails on the way is sent as `failed`, and the process exits with code 1. A main module that fails before `run()` sends nothing: the process ends with a non-zero code and its stack on stderr.
 */
export type Command = (typeof commandNames)[number]

export const commandNames = ['dev', 'routes', 'openapi', 'env', 'migrate', 'migrations'] as const

/** What the app tells `gnar`, as `process.on('message')` of the parent receives it. */
export type ChildMessage =
  | StartingMessage
  | ReadyMessage
  | TakenMessage
  | ReleasedMessage
  | FailedMessage
  | RoutesMessage
  | OpenapiMessage
  | SettingsMessage
  | MigratedMessage
  | MigrationsMessage

/** `run()` was called: where to listen and what to watch. Comes once, before anything is started. */
export interface StartingMessage {
  type: 'starting'
  name: string
  /** The port that the parent should listen on; 0 for any free one. */
  port: number
  /** The address that the parent should listen on, where the app says one. */
  host?: string
  /** Folder of the app's modules, an absolute path. */
  appDir: string
  /** Mode of the app; a production app is served all the same. */
  production: boolean
}

/** Every module that loads is served from now on: send connections. */
export interface ReadyMessage {
  type: 'ready'
  /** `Gnar-MyGnarlyApp development server is up`, for the parent to complete with its address. */
  title: string
  /**
   * Route modules that were left out, each of which the app has logged with its stack; their prefixes answer with the
   * failure. Empty when all is well.
   */
  failures: RouteFailure[]
  /** Paths to watch beyond `appDir`, since an import of them could not be resolved. */
  unresolved: string[]
}

/** A connection is served here from now on: the parent may close its own copy, which it keeps for a crash before that. */
export interface TakenMessage {
  type: 'taken'
  id: number
}

/** An idle connection, the message's handle, for the app that replaces this one. */
export interface ReleasedMessage {
  type: 'released'
}

/** The app cannot serve; the process exits with code 1 after this message. */
export interface FailedMessage {
  type: 'failed'
  error: ErrorReport
  unresolved: string[]
}

export interface RoutesMessage {
  type: 'routes'
  routes: RouteReport[]
  failures: RouteFailure[]
}

export interface OpenapiMessage {
  type: 'openapi'
  /** The OpenAPI document. */
  document: object
  failures: RouteFailure[]
}

export interface SettingsMessage {
  type: 'settings'
  settings: SettingReport[]
}

/** A migration was applied. */
export interface MigratedMessage {
  type: 'migrated'
  name: string
  durationMs: number
}

export interface MigrationsMessage {
  type: 'migrations'
  /** Names of the migrations that are not applied, in their order. */
  pending: string[]
}

/** A route module that did not load. */
export interface RouteFailure {
  /** Absolute path of the module. */
  file: string
  /** Where its routes would be, such as `/user`. */
  prefix: string
  error: ErrorReport
}

/** An error as it travels between processes. */
export interface ErrorReport {
  name: string
  message: string
  code?: string
  /** The whole stack with its causes, as `util.inspect` shows it. */
  stack: string
}

/** One row of `gnar routes`. */
export interface RouteReport {
  method: string
  path: string
  /** Absolute path of the module that declared the route; absent for routes of plugins and of `main`. */
  file?: string
  /** `unknown` when hooks of the route's scope may protect it in a way that nobody marked. */
  access: 'protected' | 'open' | 'unknown'
}

/** One row of `gnar env`. A secret's value never travels. */
export interface SettingReport {
  step: string
  plugin: string
  option: string
  variable?: string
  meaning: string
  example: string
  secret: boolean
  source: 'option' | 'environment' | 'default' | 'missing'
  /** The present value as text; absent when there is none or when it is secret. */
  value?: string
  /** What is wrong, as a sentence for the reader. */
  problem?: string
}

/** What `gnar dev` sends: `connection` comes with the accepted socket, paused, as the message's handle. */
export type ParentMessage =
  | { type: 'connection'; id: number }
  /** Release idle connections, finish the requests in flight, close, exit with code 0. */
  | { type: 'drain' }

/** How a start differs that is made for a command. */
export interface BootChanges {
  steps?: StepOverrides | undefined
  /** Options of the preset that win over the app's own. */
  options?: Partial<GnarGearOptions>
  /** Is called with the instance before all steps. */
  prepare?(fastify: FastifyInstance): void
}

/** What a command needs of an app. */
export interface CommandedApp extends AppCore {
  readonly options: GnarAppOptions
  boot(values: AppValues, changes?: BootChanges): Promise<FastifyInstance>
  plan(context: StepContext): PlannedStep[]
}
