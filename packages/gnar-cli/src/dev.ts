import { resolve } from 'node:path'
import ansis from 'ansis'
import { startDevelopmentServer } from './development-server.ts'
import { startLocalServers } from './local-servers.ts'
import { findMain } from './main-module.ts'
import { askedToEnd } from './signals.ts'

export interface DevOptions {
  host?: string
  watch?: string[]
  tsx?: boolean
  local?: boolean
  queue?: string[]
  envPrefix?: string
}

/** `gnar dev [main]`: until it is asked to end. */
export async function dev(named: string | undefined, options: DevOptions): Promise<void> {
  const cwd = process.cwd()
  const main = findMain('dev', named, cwd)
  const end = askedToEnd()
  const write = (text: string) => process.stdout.write(text)
  const local = options.local ? await startLocalServers(options, cwd) : undefined
  if (local?.inboxUrl !== undefined) write(`${ansis.cyan('gnar')}  mails are shown at ${local.inboxUrl}\n`)
  const server = startDevelopmentServer({
    main,
    cwd,
    host: options.host,
    watch: options.watch?.map((path) => resolve(cwd, path)),
    env: local?.env,
    tsx: options.tsx,
    write,
    color: ansis.isSupported()
  })
  try {
    await Promise.race([end, server.ended])
  } finally {
    await Promise.all([server.close(), local?.stop()])
  }
}
