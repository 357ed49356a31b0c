import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import ansis from 'ansis'
import { developmentSecret } from './development-secret.ts'
import { type DevelopmentServer, startDevelopmentServer } from './development-server.ts'
import { UsageError } from './errors.ts'
import { startLocalServers } from './local-servers.ts'
import { findMain } from './main-module.ts'
import { askedToEnd } from './signals.ts'

export interface DevOptions {
  host?: string
  watch?: string[]
  tsx?: boolean
  typecheck?: boolean
  /** A port; true for the default one. */
  inspect?: string | true
  local?: boolean
  queue?: string[]
  envPrefix?: string
}

/** Where debuggers look first. */
const defaultInspectPort = 9229

/** `gnar dev [main]`: runs until it is asked to end. */
export async function dev(named: string | undefined, options: DevOptions): Promise<void> {
  const cwd = process.cwd()
  const { main: mainArgument, inspectPort } = readInspect(named, options.inspect)
  const main = findMain('dev', mainArgument, cwd)
  const watch = options.watch?.map((path) => resolve(cwd, path))
  refuseMistakes(options, watch)
  const end = askedToEnd()
  const write = (text: string) => process.stdout.write(text)
  const local = options.local ? await startLocalServers(options, cwd) : undefined
  if (local?.inboxUrl !== undefined) write(`${ansis.cyan('gnar')}  inbox: ${local.inboxUrl}\n`)
  let server: DevelopmentServer | undefined
  try {
    server = startDevelopmentServer({
      main,
      cwd,
      host: options.host,
      watch,
      env: local?.env,
      envDefaults: local && developmentSecret(cwd, options.envPrefix),
      tsx: options.tsx,
      typecheck: options.typecheck,
      inspectPort,
      write,
      color: ansis.isSupported()
    })
    await Promise.race([end, server.ended])
  } finally {
    await Promise.all([server?.close(), local?.stop()])
  }
}

/** In `--inspect app/main.ts`, which node takes as well, the main module is not a port. */
function readInspect(named: string | undefined, inspect: DevOptions['inspect']) {
  if (inspect === undefined) return { main: named }
  if (inspect === true) return { main: named, inspectPort: defaultInspectPort }
  const port = Number(inspect)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return { main: named, inspectPort: port }
  if (named === undefined && !/^[\d:.]+$/.test(inspect))
    return { main: inspect, inspectPort: defaultInspectPort }
  throw new UsageError(`--inspect takes a port, as in --inspect=${defaultInspectPort}; found '${inspect}'`)
}

function refuseMistakes({ local, queue, envPrefix }: DevOptions, watch: readonly string[] = []): void {
  if (!local && queue !== undefined) throw new UsageError('--queue needs --local')
  if (!local && envPrefix !== undefined) {
    throw new UsageError('--env-prefix needs --local; the prefix of the app is its option envPrefix')
  }
  for (const path of watch) {
    if (!existsSync(path)) throw new UsageError(`--watch: ${path} does not exist`)
  }
}
