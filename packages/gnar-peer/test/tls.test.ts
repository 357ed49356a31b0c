import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import { startApp } from './services.ts'

const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const [cert, key] = [read('localhost.cert.pem'), read('localhost.key.pem')]

async function startSecure(t: Test, options: object = {}): Promise<string> {
  const server = createServer({ cert, key, ...options }, ({ socket }, response) => {
    response.end((socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}`
}

t.test(
  'X1 certificates are checked, and ca, cert and rejectUnauthorized are settings of the peer',
  async (t) => {
    const address = await startSecure(t)
    const mutual = await startSecure(t, { requestCert: true, rejectUnauthorized: true, ca: cert })
    const app = await startApp(t, {
      retries: 0,
      peers: {
        unknown: address,
        trusted: { address, tls: { ca: cert } },
        unchecked: { address, tls: { rejectUnauthorized: false } },
        mutual: { address: mutual, tls: { ca: cert, cert, key } }
      }
    })
    await t.rejects(app.peer('unknown').get('x'), {
      code: 'GNAR_ERR_PEER_UNREACHABLE',
      statusCode: 502,
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }
    })
    t.equal((await app.peer('trusted').get('x')).text, 'nobody')
    t.equal((await app.peer('unchecked').get('x')).text, 'nobody')
    t.equal((await app.peer('mutual').get('x')).text, 'localhost')
  }
)
