import type { Socket } from 'node:net'
import type { ChildMessage, ErrorReport, ParentMessage } from 'gnar-gear'
import { type AppProcessOptions, startAppProcess } from './app-process.ts'
import type { MessageOf } from './child-messages.ts'

/** An app that drains is killed after this time: longer than its own deadline, so that it ends itself. */
const drainDeadlineMs = 30_000

/** One child process of the development server, from its start to its end. */
export interface DevelopmentApp {
  /** Hands an accepted connection over. */
  take(socket: Socket): void
  /** Asks the app to finish the requests in hand and end; kills it when it has not ended in so many milliseconds. */
  drain(deadlineMs?: number): void
  kill(): void
  /** Resolves when the process is gone. */
  readonly ended: Promise<AppEnd>
}

/** How an app ended. */
export interface AppEnd {
  error: ErrorReport
  /** Paths of imports that could not be resolved. */
  unresolved: string[]
}

export interface AppEvents {
  starting(message: MessageOf<'starting'>): void
  ready(message: MessageOf<'ready'>): void
}

export function startDevelopmentApp(options: AppProcessOptions, events: AppEvents): DevelopmentApp {
  const child = startAppProcess(options)
  let failure: AppEnd | undefined
  let calledRun = false

  child.on('message', (message: ChildMessage) => {
    if (message.type === 'starting') {
      calledRun = true
      events.starting(message)
    }
    if (message.type === 'ready') events.ready(message)
    if (message.type === 'failed') failure ??= message
  })

  // Not `exit`, which may come before the last messages.
  const ended = new Promise<AppEnd>((resolve) => {
    child.once('close', (code, signal) => resolve(failure ?? unexplained(code, signal, calledRun)))
  })

  function tell(message: ParentMessage, socket?: Socket): void {
    child.send(message, socket, (error) => {
      if (error !== null) socket?.destroy()
    })
  }

  return {
    ended,
    take(socket) {
      tell({ type: 'connection' }, socket)
    },
    drain(deadlineMs = drainDeadlineMs) {
      const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
      child.once('close', () => clearTimeout(timer))
      tell({ type: 'drain' })
    },
    kill() {
      child.kill('SIGKILL')
    }
  }
}

function unexplained(code: number | null, signal: string | null, calledRun: boolean): AppEnd {
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
  const advice = calledRun ? '' : ' before it called run() of a GnarApp'
  const message = `the app ${how}${advice}`
  return { error: { name: 'Error', message, stack: message }, unresolved: [] }
}
