import { resolve } from 'node:path'
import pc from 'picocolors'
import { startDevelopmentServer } from './development-server.ts'
import { findMain } from './main-module.ts'

export interface DevOptions {
  host: string
  watch?: string[]
  tsx?: boolean
}

/** `gnar dev [main]` */
export async function dev(main: string | undefined, options: DevOptions): Promise<void> {
  const cwd = process.cwd()
  const server = startDevelopmentServer({
    main: findMain('dev', main, cwd),
    cwd,
    host: options.host,
    watch: options.watch?.map((path) => resolve(cwd, path)),
    tsx: options.tsx,
    write: (text) => process.stdout.write(text),
    color: pc.isColorSupported
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      server.close().catch(() => process.exit(1))
    })
  }
  await server.ended.finally(() => server.close())
}
