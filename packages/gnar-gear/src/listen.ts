import { networkInterfaces } from 'node:os'
import { relative } from 'node:path'
import type { AppValues } from './app-options.ts'
import type { GnarApp } from './gnar-app.ts'
import { title } from './title.ts'

/** Listens, and says so in the original's words. */
export async function listen(app: GnarApp, { port, host, production }: AppValues): Promise<void> {
  if (!production) {
    app.server.log.info(`Changes are not watched: for that, start it with npx gnar dev ${mainModule()}`)
  }
  const address = host ?? (production ? allAddresses() : '127.0.0.1')
  await app.server.listen({
    port,
    host: address,
    listenTextResolver: (url) => `${title(app, production)} at ${url}`
  })
}

function mainModule(): string {
  return relative(process.cwd(), process.argv[1] ?? '')
}

/** All addresses, by way of IPv6 where there is any. */
function allAddresses(): string {
  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ family }) => family === 'IPv6')
  )
  return hasIpv6 ? '::' : '0.0.0.0'
}
