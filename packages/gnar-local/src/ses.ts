import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { LocalServerError } from './errors.ts'
import { unrefServer } from './unref-server.ts'

type StartServer = typeof import('aws-ses-v2-local')

/** Starts an SES server in this process; `GET /` of its endpoint is the inbox page. */
export async function startSes() {
  const { default: startServer } = createRequire(import.meta.url)('aws-ses-v2-local') as StartServer
  const server = await startServer({ host: '127.0.0.1', port: 0 })
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const health = await fetch(`${endpoint}/health-check`)
  if (!health.ok) throw new LocalServerError('SES server', `its health check returned ${health.status}`)
  return {
    variables: {
      SES_REGION_NAME: 'us-east-1',
      SES_ACCESS_KEY_ID: 'local',
      SES_SECRET_ACCESS_KEY: 'local',
      SES_ENDPOINT: endpoint
    },
    unref: () => unrefServer(server),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }
}
