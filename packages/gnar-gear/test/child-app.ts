import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import type { ChildMessage, Command } from 'gnar-gear/command'
import type { Test } from 'tap'

/** An app in a process of its own. */
export interface ChildApp {
  process: ChildProcess
  /** Everything it has written so far. */
  output(): string
  /** Resolves to the match once its output has one. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves to the first message of this type. */
  tells<Type extends ChildMessage['type']>(type: Type): Promise<Extract<ChildMessage, { type: Type }>>
  /** Resolves to its exit code. */
  ends(): Promise<number | null>
}

/** Runs `app/main.mjs` of these files; `main` is what comes after the import of `GnarApp`. */
export function startChild(
  t: Test,
  main: string,
  { files = {}, env = {}, command }: { files?: object; env?: NodeJS.ProcessEnv; command?: Command } = {}
): ChildApp {
  const source = new URL('../src/index.ts', import.meta.url).href
  const content = `import { GnarApp, drainAndClose } from '${source}'\n${main}`
  const folder = t.testdir({ app: { ...files, 'main.mjs': content } })
  return runChild(t, join(folder, 'app', 'main.mjs'), { env, command })
}

/** Runs a main module. */
export function runChild(
  t: Test,
  main: string,
  { env = {}, command }: { env?: NodeJS.ProcessEnv; command?: Command | undefined } = {}
): ChildApp {
  const child = fork(main, {
    execArgv: ['--import=ts-blank-space/register', '--conditions=gnar-source', '--enable-source-maps'],
    env: { ...process.env, ...env, ...(command !== undefined && { GNAR_COMMAND: command }) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc']
  })
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  })
  let text = ''
  const told: ChildMessage[] = []
  const changes = new EventEmitter()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk
      changes.emit('change')
    })
  }
  child.on('message', (message: ChildMessage) => {
    told.push(message)
    changes.emit('change')
  })
  child.on('exit', () => changes.emit('change'))
  let closed = false
  child.on('close', () => {
    closed = true
    changes.emit('change')
  })

  async function until<Found>(find: () => Found | undefined | null): Promise<Found> {
    for (;;) {
      const found = find()
      if (found !== undefined && found !== null) return found
      if (closed)
        throw new Error(`the app ended with code ${child.exitCode}:\n${text}${JSON.stringify(told)}`)
      await once(changes, 'change')
    }
  }

  return {
    process: child,
    output: () => text,
    says: (pattern) => until(() => pattern.exec(text)),
    tells: <Type extends ChildMessage['type']>(type: Type) =>
      until(() =>
        told.find((message): message is Extract<ChildMessage, { type: Type }> => message.type === type)
      ),
    async ends() {
      await until(() => child.exitCode ?? child.signalCode)
      return child.exitCode
    }
  }
}
