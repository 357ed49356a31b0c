import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { type AppEnd, appEnd } from './app-end.ts'
import type { ChildMessage, MessageOf, ParentMessage } from './protocol.ts'
import type { InspectorMessage } from './report-inspector.ts'

/** An app that handles the signal itself gets this time to end. */
const killDelayMs = 500
/** Longer than an app takes to drain: one that still runs by then is stuck. */
const drainDeadlineMs = 35_000

/** One child process of the development server, from its start to its end. */
export interface DevelopmentApp {
  /** Hands an accepted connection over. */
  take(socket: Socket): void
  /** Asks the app to release idle connections, finish the requests in flight and exit; ends it by force if it is stuck. */
  drain(): void
  /** Ends the app, whatever is under way: asks for it, and does not ask a second time. */
  kill(): void
  /** Resolves when the process is gone. */
  readonly ended: Promise<AppEnd>
  /** The connections that were handed over and that the process has not taken yet, nor will when it is gone. */
  readonly untaken: Iterable<Socket>
}

export interface AppEvents {
  starting(message: MessageOf<'starting'>): void
  ready(message: MessageOf<'ready'>): void
  /** The app gives a connection back, which nothing reads from. */
  released(socket: Socket): void
  /** The app's inspector listens here. */
  inspector(url: string): void
}

/** @param child runs the app's main module under the command `dev` */
export function developmentApp(child: ChildProcess, events: AppEvents): DevelopmentApp {
  const ended = appEnd(child)
  const untaken = new Map<number, Socket>()
  let connections = 0

  child.on('message', (message: ChildMessage | InspectorMessage, socket?: Socket) => {
    if (message.type === 'starting') events.starting(message)
    if (message.type === 'ready') events.ready(message)
    if (message.type === 'taken') forget(message.id)
    if (message.type === 'inspector') events.inspector(message.url)
    if (message.type === 'released' && socket !== undefined) events.released(stopReading(socket))
  })

  /** Closes this process's copy: the app has its own. */
  function forget(id: number): void {
    untaken.get(id)?.destroy()
    untaken.delete(id)
  }

  function killAfter(delayMs: number): void {
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs)
    child.once('close', () => clearTimeout(timer))
  }

  function tell(message: ParentMessage, socket?: Socket): void {
    // An app that is gone is told nothing; what it has not taken goes to the next one.
    child.send(message, socket, { keepOpen: true }, () => {})
  }

  return {
    ended,
    get untaken() {
      return untaken.values()
    },
    take(socket) {
      connections += 1
      untaken.set(connections, socket)
      tell({ type: 'connection', id: connections }, socket)
    },
    drain() {
      tell({ type: 'drain' })
      killAfter(drainDeadlineMs)
    },
    kill() {
      child.kill('SIGTERM')
      killAfter(killDelayMs)
    }
  }
}

/** What Node calls a socket's own handle; it has no public name. */
type HandleSocket = Socket & { _handle?: { reading: boolean; readStop(): void } | null }

/** Node reads from a socket as soon as it arrives; what it reads here, the next app would not get. */
function stopReading(socket: HandleSocket): Socket {
  const handle = socket._handle
  if (handle?.readStop === undefined) return socket.destroy()
  handle.reading = false
  handle.readStop()
  return socket
}
