import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { followConnections } from './idle-connections.ts'

/**
 * How `gnar` talks to an app that it runs: it starts the app's main module as a child process with an IPC channel and
 * the variable `GNAR_COMMAND`, and `GnarApp.run()` then does what the command needs in place of listening.
 *
 * | `GNAR_COMMAND` | what `run()` does                                                                            |
 * | -------------- | -------------------------------------------------------------------------------------------- |
 * | `dev`          | sends `starting`, then `ready` or `failed`; serves the sockets that come with `connection`   |
 * | `routes`       | boots without database, polls, postconfig and listener, sends `routes`, exits                |
 * | `env`          | reads the settings of every step without starting any, sends `settings`, exits               |
 *
 * What fails on the way is sent as `failed`, and the process exits with code 1. A main module that fails before `run()` sends nothing: the process ends with a non-zero code and its stack on stderr.
 */
export type Command = 'dev' | 'routes' | 'env'

/** What the app tells `gnar`, as `process.on('message')` of the parent receives it. */
export type ChildMessage =
  | StartingMessage
  | ReadyMessage
  | TakenMessage
  | ReleasedMessage
  | FailedMessage
  | RoutesMessage
  | SettingsMessage

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

export interface SettingsMessage {
  type: 'settings'
  settings: SettingReport[]
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

/** The command that this process serves; undefined when `gnar` did not start it. */
export function currentCommand(): Command | undefined {
  const command = process.env.GNAR_COMMAND
  if (process.send === undefined) return undefined
  return command === 'dev' || command === 'routes' || command === 'env' ? command : undefined
}

/** Resolves once the parent has the message, so that the process may exit. */
export function tellParent(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve()
    process.send(message, () => resolve())
  })
}

/** Sends a connection back; resolves once it is out of this process, which may exit then. */
function releaseToParent(socket: Socket): Promise<void> {
  const message: ReleasedMessage = { type: 'released' }
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) {
      socket.destroy()
      resolve()
      return
    }
    process.once('disconnect', resolve)
    process.send(message, socket, undefined, () => {
      process.off('disconnect', resolve)
      resolve()
    })
  })
}

/** Requests in flight get this time in milliseconds once another app serves: no save may add a process for good. */
const replacedTimeoutMs = 30_000

/** The same when the parent is gone, and with it every client's connection to the port. */
const orphanTimeoutMs = 1000

/**
 * Serves the sockets that the parent accepted, in place of a listener.
 *
 * @param drain called once, when the parent asks for it or is gone: finishes the requests in flight within the time
 * that it is given, in milliseconds, and exits when no connection is on its way back to the parent
 */
export function serveFromParent(
  server: Server,
  drain: (closeTimeoutMs: number, released: () => Promise<unknown>) => void
): void {
  const connections = followConnections(server, releaseToParent)
  let draining = false
  const drainOnce = (closeTimeoutMs: number) => {
    if (draining) return
    draining = true
    connections.release()
    drain(closeTimeoutMs, connections.released)
  }
  process.on('message', (message: ParentMessage, socket: Socket | undefined) => {
    if (message.type === 'drain') return drainOnce(replacedTimeoutMs)
    if (message.type !== 'connection') return
    void tellParent({ type: 'taken', id: message.id })
    // A client may be gone before its socket arrives here, and there is no handle then.
    if (socket === undefined) return
    server.emit('connection', socket)
    socket.resume()
  })
  if (process.connected) process.once('disconnect', () => drainOnce(orphanTimeoutMs))
  else drainOnce(orphanTimeoutMs)
}
