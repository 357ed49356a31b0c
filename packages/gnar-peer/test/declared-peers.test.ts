import Fastify from 'fastify'
import t from 'tap'
import gnarPeer, { peerVariables } from '../src/index.ts'
import { startApp, startEcho } from './services.ts'

t.test('X1 a peer declared with true is found in the environment', async (t) => {
  const env = { GNAR_PISTE_SERVICE_PORT: await startEcho(t) }
  const app = await startApp(t, { peers: { piste: true }, env })
  t.equal((await app.peer('piste').get('user')).status, 200)
})

t.test(
  'X1 a missing address of a declared peer is an error of the start, each with its variable',
  async (t) => {
    const fastify = Fastify()
    const peers = { piste: true, 'off-piste': true, here: '127.0.0.1:80' } as const
    await t.rejects(async () => fastify.register(gnarPeer, { peers, env: {}, production: false }), {
      code: 'GNAR_ERR_CONFIGURATION',
      message: /GNAR_PISTE_SERVICE_PORT .* is required[\s\S]*GNAR_OFF_PISTE_SERVICE_PORT .* is required/
    })
    t.strictSame(peerVariables({ peers, envPrefix: 'GNAR', production: true }), [
      { peer: 'piste', variable: 'PISTE_SERVICE_PORT' },
      { peer: 'off-piste', variable: 'OFF_PISTE_SERVICE_PORT' }
    ])
  }
)
