import { GnarApp, type GnarAppOptions } from 'gnar-gear'
import type { Test } from 'tap'

/** An app in this process that needs no service: no database, no tokens, cheap hashes, its log lines kept. */
export function createApp(t: Test, options: Partial<GnarAppOptions> = {}, lines: string[] = []): GnarApp {
  return closeAfter(t, new GnarApp('my_gnarly_app', quiet(options, lines)))
}

/** Options of such an app. */
export function quiet(options: Partial<GnarAppOptions>, lines: string[] = []): GnarAppOptions {
  return {
    production: false,
    port: 0,
    env: {},
    noDb: true,
    noJwt: true,
    routes: false,
    argon2: { timeCost: 1, memoryCost: 8, parallelism: 1 },
    logger: { format: '%(levelname)s %(message)s', destination: { write: (line) => void lines.push(line) } },
    ...options
  }
}

export function closeAfter(t: Test, app: GnarApp): GnarApp {
  t.after(() => app.close())
  return app
}
