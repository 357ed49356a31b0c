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
  /** Variables that override the environment and `.env`. */
  env?: Readonly<Record<string, string>>
  /** Variables for which neither `.env` nor the environment has a value. */
  envDefaults?: Readonly<Record<string, string>>
  /** Run TypeScript through tsx even if Node can strip types. */
  tsx?: boolean
  /** Modules to load before the main module, as URLs. */
  imports?: readonly string[]
  /** Open an inspector on a free port, and report its address over the channel. */
  inspect?: boolean | undefined
  /** Where the app's standard output goes: to the terminal, or to the caller. */
  stdout: 'inherit' | 'pipe'
  /** Time in milliseconds after which the process is ended; default: never. */
  timeoutMs?: number
}

/**
 * Starts the app's main module with an IPC channel, so that `GnarApp.run()` in it does what the command asks.
 *
 * A failure before `run()` is reported over the channel as well, by `report-failure.ts`; `watchdog.ts` ends the process when this one is gone.
 */
export function startAppProcess(options: AppProcessOptions): ChildProcess {
  const {
    command,
    main,
    cwd,
    env,
    envDefaults,
    imports = [],
    inspect = false,
    stdout,
    timeoutMs = 0
  } = options
  const preloads = [
    sibling('watchdog'),
    sibling('report-failure'),
    ...imports,
    ...(inspect ? [sibling('report-inspector')] : [])
  ]
  return fork(main, {
    cwd,
    execArgv: [
      ...(inspect ? ['--inspect=127.0.0.1:0', '--inspect-publish-uid=http'] : []),
      ...typescriptLoader(options.tsx),
      ...preloads.flatMap((url) => ['--import', url])
    ],
    env: {
      ...envDefaults,
      ...appEnvironment(cwd),
      ...env,
      GNAR_COMMAND: command,
      GNAR_PARENT_PID: String(process.pid)
    },
    timeout: timeoutMs,
    stdio: ['ignore', stdout, 'inherit', 'ipc']
  })
}

/** The environment, and what `.env` adds to it outside production. */
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
