import { maxHeaderSize } from 'node:http'
import { GnarApp } from 'gnar-gear'
import t from 'tap'
import { closeAfter, createApp, quiet } from './start-app.ts'

t.test("R6 X1 the original page's own peer call works: its form is parsed", async (t) => {
  const piste = createApp(t, {
    host: '127.0.0.1',
    steps: { configureRoutes: (fastify) => fastify.post('/login', async ({ body }) => ({ received: body })) }
  })
  await piste.run()
  const address = new URL(piste.server.listeningOrigin).host
  const caller = createApp(t, { env: { GNAR_PISTE_SERVICE_PORT: address } })
  await caller.run()
  const email = 'ic3b3rg@gmail.com'
  t.same((await caller.peer('piste').post('login', { email })).json(), { received: { email } })
  t.same((await caller.peer('piste').post('login', undefined, { email })).json(), { received: { email } })
  const upload = await caller
    .peer('piste')
    .post('login', undefined, undefined, { files: { photo: 'pixels' } })
  t.same(upload.json(), {}, 'a route without a body schema reads the parts of an upload itself')
})

t.test('R6 each body parser has an option of its own, and false disables it', async (t) => {
  const form = {
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'email=me'
  } as const
  const post = async (options: object, request: object) => {
    const app = createApp(t, {
      errors: { style: 'http' },
      steps: { configureRoutes: (fastify) => fastify.post('/', async ({ body }) => ({ body })) },
      ...options
    })
    await app.run()
    return (await app.server.inject({ ...form, ...request })).statusCode
  }
  const json = { headers: { 'content-type': 'application/vnd.api+json' }, payload: '{}' }
  const multipart = { headers: { 'content-type': 'multipart/form-data; boundary=a' }, payload: '--a--\r\n' }
  t.equal(await post({}, {}), 200)
  t.equal(await post({ formBody: { bodyLimit: 5 } }, {}), 413)
  t.equal(await post({ formBody: false }, {}), 415)
  t.equal(await post({}, json), 200)
  t.equal(await post({ jsonBody: false }, json), 415)
  t.equal(await post({}, multipart), 200)
  t.equal(await post({ multipart: false }, multipart), 415)
  await t.rejects(createApp(t, { multipart: true as never }).run(), {
    message: /option multipart of GnarApp .*must be an object or false/
  })
})

t.test('R6 A2 a path parameter is as long as the URL may be, and never empty', async (t) => {
  const app = createApp(t, {
    errors: { style: 'http' },
    fastify: { routerOptions: { ignoreTrailingSlash: false } },
    steps: {
      configureRoutes: (fastify) =>
        fastify.get<{ Params: { id: string } }>('/item/:id', async ({ params }) => params.id)
    }
  })
  await app.run()
  const token = 'x'.repeat(maxHeaderSize / 2)
  t.equal((await app.server.inject(`/item/${token}`)).body, token)
  t.equal((await app.server.inject('/item/')).statusCode, 404)
})

t.test('R2 an empty list of routes scans, as in the original', async (t) => {
  const route = 'export default async (fastify) => fastify.get("/", async () => "found")\n'
  const appDir = t.testdir({ user: { 'apis.mjs': route } })
  const app = closeAfter(t, new GnarApp('my_app', quiet({ appDir, routes: [] })))
  await app.run()
  t.equal((await app.server.inject('/user')).body, 'found')
})
