import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDotenv } from './dotenv.ts'
import { stripsTypes } from './main-module.ts'
import type { Command } from './protocol.ts'

/** How the app's main module is run as a child process. */
export interface AppProcessOptions {
  command: Command
  /** Absolute path of the main module. */
  main: string
  /** Folder of the project, where `.env` is. */
  cwd: string
  /** Variables that beat the environment and `.env`. */
  env?: Readonly<Record<string, string>>
  /** Run TypeScript through tsx even where Node strips types itself. */
  tsx?: boolean
  /** Modules to load before the main module, as URLs. */
  imports?: readonly string[]
  /** Where the app's standard output goes: shown, or kept for the caller. */
  stdout: 'inherit' | 'pipe'
  /** The process is ended after this time; default: never. */
  timeoutMs?: number
}

/**
 * Starts the app's main module with an IPC channel, so that `GnarApp.run()` in it does what the command asks.
 *
 * A failure before `run()` is reported over the channel as well, by `report-failure.ts`, which is loaded first.
 */
export function startAppProcess(options: AppProcessOptions): ChildProcess {
  const { command, main, cwd, env, imports = [], stdout, timeoutMs = 0 } = options
  return fork(main, {
    cwd,
    execArgv: [
      ...typescriptLoader(options.tsx),
      ...[sibling('watchdog'), sibling('report-failure'), ...imports].flatMap((url) => ['--import', url])
    ],
    env: { ...appEnvironment(cwd), ...env, GNAR_COMMAND: command, GNAR_PARENT_PID: String(process.pid) },
    timeout: timeoutMs,
    stdio: ['ignore', stdout, 'inherit', 'ipc']
  })
}

/** The environment with what `.env` adds to it in development, which is the default. */
function appEnvironment(cwd: string): NodeJS.ProcessEnv {
  if (process.env.NODE_ENV === 'production') return process.env
  return { NODE_ENV: 'development', ...readDotenv(cwd), ...process.env }
}

function typescriptLoader(always = false): string[] {
  if (stripsTypes() && !always) return []
  return ['--import', import.meta.resolve('tsx')]
}

/** URL of a module in this folder, as source or as built. */
export function sibling(name: string): string {
  const extension = extname(fileURLToPath(import.meta.url))
  return new URL(`./${name}${extension}`, import.meta.url).href
}
