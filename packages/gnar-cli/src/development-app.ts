import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { type AppEnd, appEnd } from './app-end.ts'
import type { ChildMessage, MessageOf, ParentMessage } from './protocol.ts'
import type { InspectorMessage } from './report-inspector.ts'

/** Time in milliseconds for an app that handles the signal itself. */
const killDelayMs = 500
/** Time in milliseconds after which an app is stuck: longer than one takes to drain. */
const drainDeadlineMs = 35_000

/** One child process of the development server. */
export interface DevelopmentApp {
  /** Hands an accepted connection over. */
  take(socket: Socket): void
  /** Asks the app to release idle connections, finish the requests in flight and exit; ends it by force if it is stuck. */
  drain(): void
  /** Ends the app, whatever is in flight: with SIGTERM, and soon after with SIGKILL. */
  kill(): void
  /** Resolves when the process is gone. */
  readonly ended: Promise<AppEnd>
  /** Connections that were handed over and that the process has not taken; once it is gone, it never will. */
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

  /** Closes this process's copy of a connection that the app has taken. */
  function forget(id: number): void {
    untaken.get(id)?.destroy()
    untaken.delete(id)
  }

  function killAfter(delayMs: number): void {
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs)
    child.once('close', () => clearTimeout(timer))
  }

  function tell(message: ParentMessage, socket?: Socket): void {
    // Sending to an app that is gone fails; what it has not taken goes to the next one.
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
