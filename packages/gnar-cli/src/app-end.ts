import type { ChildProcess } from 'node:child_process'
import type { ChildMessage, ErrorReport } from './protocol.ts'

/** How an app's process ended. */
export interface AppEnd {
  error: ErrorReport
  /** Paths of imports that could not be resolved. */
  unresolved: string[]
}

/** Resolves when the process is gone, with the error that it reported, or with one that says how it ended. */
export function appEnd(child: ChildProcess): Promise<AppEnd> {
  let failure: AppEnd | undefined
  let calledRun = false
  child.on('message', (message: ChildMessage) => {
    if (message.type === 'starting') calledRun = true
    if (message.type === 'failed') failure ??= message
  })
  return new Promise((resolve) => {
    // `exit` may come before the last messages.
    child.once('close', (code, signal) => resolve(failure ?? unexplained(code, signal, calledRun)))
  })
}

function unexplained(code: number | null, signal: string | null, calledRun: boolean): AppEnd {
  const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`
  const advice = calledRun ? '' : ' before it called run() of a GnarApp'
  const message = `the app ${how}${advice}`
  return { error: { name: 'Error', message, stack: message }, unresolved: [] }
}
