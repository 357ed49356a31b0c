import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type AppProcessOptions, sibling, startAppProcess } from './app-process.ts'

/** The process of the next start. Node, tsx and gnar-gear take longer to load than most apps, so they load ahead of the save. */
export interface NextProcess {
  /** Runs the main module in the prepared process, or in a new one. */
  start(reload: boolean): ChildProcess
  /** Starts a process that loads everything but the app's code. */
  prepare(): void
  /** Ends the prepared process, because what it has loaded is out of date. */
  discard(): Promise<void>
}

/** Starts the app in a process that waits for it. */
export interface StartMessage {
  type: 'start'
  /** The terminal has shown a start of this app already. */
  reload: boolean
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
    start(reload) {
      const child = take() ?? fork()
      child.send({ type: 'start', reload } satisfies StartMessage, () => {})
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
