import type { FastifyInstance, FastifyRequest } from 'fastify'
import t from 'tap'
import type { ExternalClient, PeerClient, PeerResponse, StreamedResponse } from '../src/index.ts'
import { startApp, startEcho } from './services.ts'

t.test('X1 decorators, methods and responses are typed without a cast', async (t) => {
  const url = await startEcho(t)
  const app: FastifyInstance = await startApp(t, { peers: { piste: url } }, (app) => {
    app.get('/', async (request: FastifyRequest) => {
      const client: PeerClient = request.peer('piste')
      const response: PeerResponse = await client.get('x', { a: [1, 'b', null] }, { autoAuth: false })
      return response.json<{ url: string }>().url
    })
  })
  const external: ExternalClient = app.external
  const streamed: StreamedResponse = await external.request('GET', url, { stream: true, timeoutMs: 5_000 })
  streamed.body.destroy()
  t.equal((await app.inject('/')).payload, '/x?a=1&a=b')

  const piste = app.peer('piste')
  // @ts-expect-error: seconds are not accepted
  await t.rejects(piste.get('x', null, { timeout: 3 }))
  // @ts-expect-error: a setting of the peer
  await t.rejects(piste.delete('x', { verify: false }))
  // @ts-expect-error: a limit of external
  await t.rejects(piste.get('x', null, { allowedHosts: [] }))
  // @ts-expect-error: a token is never sent outside the fleet
  await t.rejects(external.get(url, null, { autoAuth: true }))
  // @ts-expect-error: nested parameters have no encoding
  await t.rejects(piste.get('x', { a: { b: 1 } }))
  // @ts-expect-error: an unknown option of the plugin
  await t.rejects(startApp(t, { peer: {} }), { code: 'GNAR_ERR_CONFIGURATION' })
})
