import Fastify, { type FastifyInstance } from 'fastify'
import gnarJwt from 'gnar-jwt'
import t, { type Test } from 'tap'
import gnarPeer from '../src/index.ts'
import { type Echo, startEcho, startServer } from './services.ts'

const secret = 'correct horse battery staple of the fleet'

/** A service of the fleet that shares the secret; `/who` is protected. */
async function startService(
  t: Test,
  peers: Record<string, string>,
  addRoutes: (app: FastifyInstance) => void = () => {}
) {
  const service = Fastify({ forceCloseConnections: true })
  t.after(() => service.close())
  await service.register(gnarJwt, { secret, env: {} })
  await service.register(gnarPeer, { peers, env: {} })
  service.get('/who', { onRequest: service.authenticate }, ({ identity, claims }) => ({ identity, claims }))
  addRoutes(service)
  const url = await service.listen({ port: 0, host: '127.0.0.1' })
  return { service, url }
}

t.test('X3 autoAuth carries the identity and its claims to a service with the same secret', async (t) => {
  const piste = await startService(t, {})
  const { service, url } = await startService(t, { piste: piste.url }, (app) => {
    app.get('/ask', { onRequest: app.authenticate }, async (request) =>
      (await request.peer('piste').get('who', { autoAuth: true })).json()
    )
  })
  const token = service.createAccessToken('shred@gnar.ca', { claims: { role: 'admin' } })
  const response = await fetch(`${url}/ask`, { headers: { authorization: `Bearer ${token}` } })
  const { identity, claims } = (await response.json()) as {
    identity: string
    claims: Record<string, unknown>
  }
  const own = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString())
  t.equal(identity, 'shred@gnar.ca')
  t.match(claims, { role: 'admin', auth_time: own.auth_time, sid: own.sid })
  t.not(claims.jti, own.jti, 'a separate token')
  const livesSeconds = Number(claims.exp) - Date.now() / 1000
  t.ok(livesSeconds > 240 && livesSeconds <= 300, 'for at most five minutes')
})

t.test('X3 no token without autoAuth, without an identity, or against a header of the caller', async (t) => {
  const { service, url } = await startService(t, { echo: await startEcho(t) }, (app) => {
    const ask = (options: object) => async (request: Parameters<typeof app.authenticate>[0]) =>
      (await request.peer('echo').get('x', null, options)).json<Echo>().headers.authorization ?? 'none'
    const onRequest = app.authenticate
    app.get('/public', ask({ autoAuth: true }))
    app.get('/optional', { onRequest: app.authenticateOptional }, ask({ autoAuth: true }))
    app.get('/plain', { onRequest }, ask({}))
    app.get('/off', { onRequest }, ask({ autoAuth: false }))
    app.get('/auto', { onRequest }, ask({ autoAuth: true }))
    app.get('/own', { onRequest }, ask({ autoAuth: true, headers: { Authorization: 'Own x' } }))
    app.get('/basic', { onRequest }, ask({ autoAuth: true, auth: ['a', 'b'] }))
  })
  const authorization = `Bearer ${service.createAccessToken('shred@gnar.ca')}`
  const sent = async (path: string, headers: Record<string, string> = { authorization }) =>
    (await fetch(url + path, { headers })).text()
  t.equal(await sent('/public'), 'none')
  t.equal(await sent('/optional', {}), 'none')
  t.match(await sent('/optional'), 'Bearer ')
  t.equal(await sent('/plain'), 'none')
  t.equal(await sent('/off'), 'none')
  t.match(await sent('/auto'), /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)
  t.equal(await sent('/own'), 'Own x')
  t.equal(await sent('/basic'), `Basic ${btoa('a:b')}`)
})

t.test('X3 a token is not sent along a redirect to another origin', async (t) => {
  const elsewhere = await startEcho(t)
  const piste = await startServer(t, (request, response) => {
    if (request.url === '/same') response.writeHead(307, { location: '/there' }).end()
    else if (request.url === '/other') response.writeHead(307, { location: `${elsewhere}/there` }).end()
    else response.end(JSON.stringify({ url: request.url, headers: request.headers }))
  })
  const { service, url } = await startService(t, { piste }, (app) => {
    app.get<{ Querystring: { path: string } }>('/ask', { onRequest: app.authenticate }, async (request) => {
      const options = { autoAuth: true, cookies: { a: 1 } }
      const { url, headers } = (
        await request.peer('piste').get(request.query.path, null, options)
      ).json<Echo>()
      const left = headers['x-envoy-expected-rq-timeout-ms'] ?? null
      return [url, headers.authorization === undefined, headers.cookie === undefined, left]
    })
  })
  const headers = { authorization: `Bearer ${service.createAccessToken('shred@gnar.ca')}` }
  const ask = async (path: string) => (await fetch(`${url}/ask?path=${path}`, { headers })).json()
  t.match(await ask('same'), ['/there', false, false, /^\d+$/])
  t.strictSame(await ask('other'), ['/there', true, true, null], 'nor is the remaining time sent')
})

t.test('X3 autoAuth where there is no request, or no gnar-jwt, is an error', async (t) => {
  const { service } = await startService(t, { piste: 'http://127.0.0.1:1' })
  await t.rejects(service.peer('piste').get('x', null, { autoAuth: true }), {
    code: 'GNAR_ERR_PEER_USAGE',
    message: 'use request.peer, not fastify.peer'
  })
  const bare = Fastify()
  t.after(() => bare.close())
  await bare.register(gnarPeer, { peers: { piste: 'http://127.0.0.1:1' }, env: {} })
  bare.get('/', (request) => request.peer('piste').get('x', null, { autoAuth: true }))
  t.match((await bare.inject('/')).json(), { code: 'GNAR_ERR_PEER_USAGE', message: /gnar-jwt: register it/ })
})
