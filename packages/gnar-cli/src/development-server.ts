import { basename, dirname, join } from 'node:path'
import type { AppEnd } from './app-end.ts'
import { explainCommonJs } from './commonjs-failure.ts'
import { type DevelopmentApp, developmentApp } from './development-app.ts'
import { createInspectorPort } from './inspector-port.ts'
import { createListener, type Place } from './listener.ts'
import { createMessages } from './messages.ts'
import { createNextProcess } from './next-process.ts'
import type { MessageOf, RouteFailure } from './protocol.ts'
import { createTypeCheck } from './type-check.ts'
import { type Change, createWatcher } from './watcher.ts'

export interface DevelopmentServerOptions {
  /** Absolute path of the main module. */
  main: string
  /** Folder of the project, where `.env`, `tsconfig.json` and `package.json` are. */
  cwd: string
  /** Address to listen on; default: the app's host, or `localhost`, which means both loopback addresses. */
  host?: string | undefined
  /** Extra files and folders to watch. */
  watch?: readonly string[] | undefined
  /** Variables that override the environment and `.env`. */
  env?: Readonly<Record<string, string>> | undefined
  /** Variables for which neither `.env` nor the environment has a value. */
  envDefaults?: Readonly<Record<string, string>> | undefined
  /** Run TypeScript through tsx even if Node can strip types. */
  tsx?: boolean | undefined
  /** Run the project's TypeScript compiler after each save, and show its errors. */
  typecheck?: boolean | undefined
  /** Port on 127.0.0.1 where a debugger reaches the app, from one reload to the next; default: no debugger. */
  inspectPort?: number | undefined
  /** Where messages go. */
  write: (text: string) => void
  color: boolean
}

export interface DevelopmentServer {
  /** Resolves after `close()`; rejects when the app's port is not available. */
  readonly ended: Promise<void>
  /** Ends at once, whatever is in flight. */
  close(): Promise<void>
}

/**
 * Serves the app from a child process, and swaps to a new one after each save, once that one is ready.
 *
 * This process owns the port and hands each accepted connection to the child that serves: no save ever refuses a
 * connection, and a save that breaks the app leaves the last working version in service.
 */
export function startDevelopmentServer(options: DevelopmentServerOptions): DevelopmentServer {
  const { main, cwd, watch = [], env = {}, envDefaults = {}, tsx = false, inspectPort } = options
  const messages = createMessages(options.write, options.color, cwd)
  const types = options.typecheck ? createTypeCheck(cwd, options.color, messages.types) : undefined
  const listener = createListener()
  const projectFiles = ['.env', 'tsconfig.json', 'package.json'].map((name) => join(cwd, name))
  const watcher = createWatcher([...appPlaces(main), ...watch], projectFiles, reload, messages.watchFailed)
  const inspector = inspectPort === undefined ? undefined : createInspectorPort(inspectPort)
  const inspect = inspector !== undefined
  const next = createNextProcess({
    command: 'dev',
    main,
    cwd,
    env,
    envDefaults,
    tsx,
    inspect,
    stdout: 'inherit'
  })
  const apps = new Set<DevelopmentApp>()
  let starting: DevelopmentApp | undefined
  let serving: DevelopmentApp | undefined
  let failures: readonly RouteFailure[] = []
  let announcedUrl: string | undefined
  let announced = false
  let broken = false
  let closed = false
  const { promise: ended, resolve, reject } = withResolvers()

  start()
  inspector?.listen().then(() => messages.debuggable(inspectPort), reject)
  return { ended, close }

  function reload(changes: Change[]): void {
    messages.changed(changes)
    // A process reads these before the app's code.
    if (changes.some(({ path }) => projectFiles.includes(path))) next.discard().catch(reject)
    start()
  }

  function start(): void {
    const began = performance.now()
    types?.run()
    starting?.kill()
    if (serving === undefined) listener.hold()
    let place: Place = { host: 'localhost', port: 0 }
    let inspectorUrl: string | undefined
    const app = developmentApp(next.start(announced), {
      starting(message) {
        place = { host: options.host ?? message.host ?? 'localhost', port: message.port }
        watcher.add(message.appDir)
        // Early requests wait instead of being refused.
        if (listener.url === undefined) listener.listen(place).catch((error) => giveUp(app, error))
      },
      ready(message) {
        swap(app, message, place, began).catch((error) => giveUp(app, error))
        if (inspectorUrl !== undefined && app === starting) inspector?.giveTo(inspectorUrl)
      },
      released(socket) {
        listener.takeBack([socket])
      },
      inspector(url) {
        inspectorUrl = url
        // A start may be debugged while no other app serves.
        if (serving === undefined) inspector?.giveTo(url)
      }
    })
    starting = app
    apps.add(app)
    app.ended
      .then((end) => {
        onEnd(app, end)
        listener.takeBack(app.untaken)
      })
      .catch(reject)
  }

  async function swap(
    app: DevelopmentApp,
    ready: MessageOf<'ready'>,
    place: Place,
    began: number
  ): Promise<void> {
    await listener.listen(place)
    if (app !== starting) return
    const previous = serving
    starting = undefined
    serving = app
    listener.giveTo(app.take)
    previous?.drain()
    watcher.awaitFiles(ready.unresolved)
    announce(ready, Math.round(performance.now() - began))
    if (!closed) next.prepare()
  }

  function announce(ready: MessageOf<'ready'>, milliseconds: number): void {
    if (broken) messages.appRecovered(main)
    broken = false
    for (const { file } of failures) {
      if (ready.failures.every((failure) => failure.file !== file)) messages.routeRecovered(file)
    }
    for (const failure of ready.failures) messages.routeFailed(failure)
    failures = ready.failures
    const { url } = listener
    announced = true
    if (url === announcedUrl) {
      messages.reloaded(milliseconds)
      return
    }
    if (failures.length > 0) {
      messages.partlyUp(url, milliseconds)
      return
    }
    messages.up(ready.title, url, milliseconds)
    announcedUrl = url
  }

  /** The first app cannot serve without its port; a later one leaves the previous app serving. */
  function giveUp(app: DevelopmentApp, error: Error): void {
    app.kill()
    if (serving === undefined) {
      reject(error)
      return
    }
    if (app === starting) starting = undefined
    messages.portFailed(error.message)
  }

  function onEnd(app: DevelopmentApp, { error: reported, unresolved }: AppEnd): void {
    apps.delete(app)
    if (closed || (app !== starting && app !== serving)) return
    const error = explainCommonJs(reported, main, cwd)
    broken = true
    if (app === serving) {
      serving = undefined
      messages.crashed(main, error)
    } else {
      starting = undefined
      const withoutApp = listener.url === undefined ? 'nothing' : 'this error'
      messages.appFailed(main, error, serving === undefined ? withoutApp : 'older app')
    }
    watcher.awaitFiles(unresolved)
    next.prepare()
    if (serving !== undefined) return
    if (starting === undefined) listener.refuse(error.message)
    else listener.hold()
  }

  async function close(): Promise<void> {
    closed = true
    inspector?.close()
    types?.close()
    for (const app of apps) app.kill()
    const gone = [next.discard(), ...[...apps].map((app) => app.ended)]
    await Promise.all([listener.close(), watcher.close(), ...gone])
    resolve()
  }
}

/** Where gnar-gear would find the app, until the app itself says. */
function appPlaces(main: string): string[] {
  const folder = dirname(main)
  return basename(folder) === 'app' ? [folder] : [main, join(folder, 'app')]
}

function withResolvers() {
  let resolve: () => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
