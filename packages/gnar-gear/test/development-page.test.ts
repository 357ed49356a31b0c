import Fastify from 'fastify'
import { gnarGear } from 'gnar-gear'
import t from 'tap'
import { createApp, quiet } from './start-app.ts'

const user = `export default async (fastify) => {
  fastify.get('/', async () => 'user')
  fastify.get('/me', { config: { public: true } }, async () => 'me')
}`

t.test('A8 GET / in development is JSON with routes, probes, inbox and failures', async (t) => {
  const appDir = t.testdir({
    user: { 'apis.mjs': user },
    broken: { 'apis.mjs': 'throw new Error("<no> module")' }
  })
  const env = { GNAR_SES_ENDPOINT: 'http://127.0.0.1:4000' }
  const app = await createApp(t, { appDir, routes: undefined, env }).run()
  const response = await app.server.inject('/?x=1')
  t.equal(response.statusCode, 200)
  t.match(response.headers, { 'cache-control': 'no-store', vary: 'Accept' })
  const folder = appDir.split('/').at(-1)
  t.strictSame(response.json(), {
    name: 'my_gnarly_app',
    routes: [
      { method: 'GET', path: '/user', access: 'open', file: `${folder}/user/apis.mjs` },
      { method: 'GET', path: '/user/me', access: 'open', file: `${folder}/user/apis.mjs` }
    ],
    probes: ['/health/live', '/health/ready', '/health/startup'],
    docs: '/docs',
    inbox: 'http://127.0.0.1:4000',
    failures: [{ file: `${folder}/broken/apis.mjs`, prefix: '/broken', error: '<no> module' }]
  })

  const page = await app.server.inject({ url: '/', headers: { accept: 'text/html,*/*' } })
  t.match(page.headers, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': /^default-src 'none'/
  })
  for (const text of [
    '<td>/user/me',
    'href="http://127.0.0.1:4000"',
    'href="/health/ready"',
    '&lt;no&gt; module'
  ])
    t.ok(page.body.includes(text), text)
  t.equal((await app.server.inject({ method: 'HEAD', url: '/' })).statusCode, 200)
})

t.test('A8 nothing of it is there for other requests, nor in production', async (t) => {
  const app = await createApp(t, {}).run()
  for (const request of [{ method: 'POST', url: '/' } as const, { url: '/nowhere' }])
    t.match((await app.server.inject(request)).json(), { error: /not found/ })
  const production = await createApp(t, { production: true }).run()
  t.match((await production.server.inject('/')).json(), { error: /not found/ })
})

t.test("A8 an app's own route at / wins, from a module, a step, or after the preset", async (t) => {
  const appDir = t.testdir({ 'apis.mjs': 'export default async (f) => f.get("/", async () => "own")' })
  const byModule = await createApp(t, { appDir, routes: undefined }).run()
  t.equal((await byModule.server.inject('/')).body, 'own')
  const steps = { postconfig: (fastify: ReturnType<typeof Fastify>) => fastify.get('/', async () => 'own') }
  const byStep = await createApp(t, { steps }).run()
  t.equal((await byStep.server.inject('/')).body, 'own')

  const fastify = Fastify()
  t.after(() => fastify.close())
  const { port: _port, logLevel: _logLevel, ...options } = quiet({})
  await fastify.register(gnarGear, { ...options, name: 'my_app' })
  fastify.get('/', async () => 'own')
  t.equal((await fastify.inject('/')).body, 'own')
})
