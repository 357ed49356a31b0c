import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { ChildMessage, ParentMessage } from 'gnar-gear/command'
import { type AppEnd, appEnd } from './app-end.ts'
import type { MessageOf } from './child-messages.ts'

/** An app that handles the signal itself gets this time to end. */
const killDelayMs = 500

/** One child process of the development server, from its start to its end. */
export interface DevelopmentApp {
  /** Hands an accepted connection over. */
  take(socket: Socket): void
  /** Asks the app to finish the requests in hand and end; they may take as long as they like. */
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
}

/** @param child runs the app's main module under the command `dev` */
export function developmentApp(child: ChildProcess, events: AppEvents): DevelopmentApp {
  const ended = appEnd(child)
  const untaken = new Map<number, Socket>()
  let connections = 0

  child.on('message', (message: ChildMessage) => {
    if (message.type === 'starting') events.starting(message)
    if (message.type === 'ready') events.ready(message)
    if (message.type === 'taken') forget(message.id)
  })

  /** Closes this process's copy: the app has its own. */
  function forget(id: number): void {
    untaken.get(id)?.destroy()
    untaken.delete(id)
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
    },
    kill() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), killDelayMs)
      child.once('close', () => clearTimeout(timer))
    }
  }
}
