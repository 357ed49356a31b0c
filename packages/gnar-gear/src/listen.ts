import { networkInterfaces } from 'node:os'
import { relative } from 'node:path'
import { displayName } from 'gnar-errors'
import type { AppCore } from './context.ts'
import type { AppValues } from './options.ts'

/** Listens, and logs it in the original's words. */
export async function listen(app: AppCore, { port, host, production }: AppValues): Promise<void> {
  if (!production) {
    const main = relative(process.cwd(), process.argv[1] ?? '')
    app.server.log.info(`To reload on save, run npx gnar dev ${main}`)
  }
  const address = host ?? (production ? allAddresses() : '127.0.0.1')
  await app.server.listen({
    port,
    host: address,
    listenTextResolver: (url) => `${title(app, production)} at ${url}`
  })
}

/** What an app that listens calls itself: `Gnar-MyGnarlyApp is up`, or what is missing. */
export function title({ name, failures }: AppCore, production: boolean): string {
  const subject = `Gnar-${displayName(name)}${production ? '' : ' development server'}`
  if (failures.size === 0) return `${subject} is up`
  return `${subject} serves without ${failures.size === 1 ? 'the module' : `the ${failures.size} modules`} that failed to load`
}

/** All addresses, by way of IPv6 where there is any. */
function allAddresses(): string {
  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ family }) => family === 'IPv6')
  )
  return hasIpv6 ? '::' : '0.0.0.0'
}
