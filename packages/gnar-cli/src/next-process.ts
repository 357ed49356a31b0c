import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type AppProcessOptions, sibling, startAppProcess } from './app-process.ts'

/** The process of the next start: Node, tsx and gnar-gear take longer to load than most apps, and need not wait for a save. */
export interface NextProcess {
  /** Runs the main module in the process that is prepared, else in a new one. */
  start(): ChildProcess
  /** Has a process load what it can without the app's code. */
  prepare(): void
  /** Ends the process that is prepared, since what it has loaded is out of date. */
  discard(): Promise<void>
}

export function createNextProcess(options: AppProcessOptions): NextProcess {
  let prepared: ChildProcess | undefined

  function take(): ChildProcess | undefined {
    const child = prepared
    prepared = undefined
    return child?.connected ? child : undefined
  }

  const fork = () => startAppProcess({ ...options, imports: [sibling('wait-for-start')] })

  return {
    start() {
      const child = take() ?? fork()
      child.send('start', () => {})
      return child
    },
    prepare() {
      prepared ??= fork()
    },
    async discard() {
      const child = take()
      if (child === undefined) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}
