import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Fastify, { type FastifyInstance } from 'fastify'
import { httpError, sqsPoll } from 'gnar-gear'
import { testApp } from 'gnar-gear/testing'
import t from 'tap'

const routes = {
  user: {
    'apis.mjs': `export default async (fastify) => {
      fastify.get('/me', { onRequest: fastify.authenticate }, async (request) => ({ id: request.requireIdentity() }))
      fastify.get('/database', async () => ({ name: await fastify.db.value('SELECT current_database()') }))
      fastify.get('/room', async (request) => (await request.peer('piste').get('room')).raiseForStatus().json())
    }`
  }
}

t.test('S1 inject and as(identity) send requests to a real app', async (t) => {
  const app = await testApp({ appDir: t.testdir(routes) })
  t.after(() => app.close())
  t.same((await app.inject('/user/me')).json(), { error: 'Missing Authorization Header' })
  const shaun = app.as('shaun')
  t.same((await shaun.inject('/user/me')).json(), { id: 'shaun' })
  t.same((await shaun.inject({ url: '/user/me', headers: { authorization: 'Bearer x' } })).json(), {
    error: 'Not enough segments'
  })
  t.type(shaun.token, 'string')
})

t.test('S1 apps share the servers of the process, and each has its own database', async (t) => {
  const appDir = t.testdir(routes)
  const [one, other] = await Promise.all([testApp({ appDir }), testApp({ appDir })])
  const nameOf = async (app: typeof one) => (await app.inject('/user/database')).json().name
  const names = [await nameOf(one), await nameOf(other)]
  t.not(names[0], names[1])
  t.equal(String(one.app.options.env?.GNAR_PG_ENDPOINT), other.app.options.env?.GNAR_PG_ENDPOINT)
  await one.close()
  const left = await other.server.db.values('SELECT datname FROM pg_database')
  t.notOk(left.includes(names[0]), 'the database is deleted')
  await other.close()
  await other.close()
})

t.test('S1 peers run in this process: an app, an instance, or a plugin with the routes needed', async (t) => {
  const appDir = t.testdir(routes)
  const instance = Fastify()
  t.after(() => instance.close())
  instance.get('/room', async () => ({ of: 'an instance' }))
  const piste = await testApp({
    routes: false,
    local: false,
    noDb: true,
    steps: { postconfig: (fastify) => fastify.get('/room', async () => ({ of: 'an app' })) }
  })
  t.after(() => piste.close())
  const peers = [
    piste,
    instance,
    async (fastify: FastifyInstance) => fastify.get('/room', async () => ({ of: 'a plugin' }))
  ] as const
  const rooms = []
  for (const peer of peers) {
    const app = await testApp({ appDir, noDb: true, local: false, peers: { piste: peer } })
    rooms.push((await app.inject('/user/room')).json())
    await app.close()
  }
  t.same(rooms, [{ of: 'an app' }, { of: 'an instance' }, { of: 'a plugin' }])
})

t.test('S1 E3 the failure of a peer in style gnar is a failure here', async (t) => {
  const piste = await testApp({
    ...{ routes: false, local: false, noDb: true },
    steps: {
      postconfig: (fastify) =>
        fastify.get('/room', async () => {
          throw httpError(404, 'No such room')
        })
    }
  })
  t.after(() => piste.close())
  const app = await testApp({
    appDir: t.testdir(routes),
    local: false,
    noDb: true,
    peers: { piste },
    logLevel: 'SILENT'
  })
  t.after(() => app.close())
  t.equal((await piste.inject('/room')).statusCode, 200)
  const response = await app.inject('/user/room')
  t.equal(response.headers['x-gnar-status'], '502')
  t.match(response.json().traceback, /GET \/room of peer piste returned 404/)
})

t.test('S1 a queue is drained once its messages are handled; others can be read', async (t) => {
  const handled: string[] = []
  const app = await testApp({
    routes: false,
    queues: ['out'],
    sqs: sqsPoll({
      queueName: 'activity',
      callback: async ({ Body = '' }, { fastify }) => {
        handled.push(Body)
        await fastify.sendSqsMessage('out', Body)
      }
    }),
    local: { postgres: false, ses: false },
    noDb: true
  })
  t.after(() => app.close())
  const activity = app.queue('activity')
  await activity.send({ event: 'login' })
  await activity.send('text')
  await activity.drain()
  t.same(handled.sort(), ['text', '{"event":"login"}'])
  t.same((await app.queue('out').take()).sort(), ['text', '{"event":"login"}'])
  t.same(await app.queue('new').take(), [])
})

t.test('S1 a queue that stays full is an error with the last failure', async (t) => {
  const app = await testApp({
    ...{ routes: false, noDb: true, logLevel: 'SILENT' },
    local: { ses: false },
    sqs: {
      queueName: 'broken',
      callback: () => {
        throw new Error('no such table')
      }
    }
  })
  t.after(() => app.close())
  await app.queue('broken').send('x')
  await t.rejects(app.queue('broken').drain(300), {
    code: 'GNAR_ERR_GEAR_NOT_DRAINED',
    message: /^queue broken still has 1 messages after 300 ms: its poll is .*no such table/,
    cause: { message: 'no such table' }
  })
  await app.queue('unread').send('x')
  await t.rejects(app.queue('unread').drain(50), { message: /no poll of this app receives them/ })
})

t.test('S1 the inbox has the e-mails since the start, and steps can be replaced', async (t) => {
  const send = async (app: Awaited<ReturnType<typeof testApp>>, subject: string) => {
    const ses = await app.server.getSesClient()
    await ses.sendEmail({
      Source: 'piste@example.com',
      Destination: { ToAddresses: ['shaun@example.com'] },
      Message: { Subject: { Data: subject }, Body: { Text: { Data: 'Hello' } } }
    })
  }
  const options = { routes: false, noDb: true, local: { sqs: false } } as const
  const first = await testApp(options)
  t.after(() => first.close())
  await send(first, 'one')
  const second = await testApp({
    ...options,
    steps: { configureJwt: (fastify) => fastify.decorate('createAccessToken', () => 'a token') }
  })
  t.after(() => second.close())
  await send(second, 'two')
  t.match(await first.inbox(), [{ subject: 'one' }, { subject: 'two', from: 'piste@example.com' }])
  t.match(await second.inbox(), [
    { subject: 'two', to: ['shaun@example.com'], text: 'Hello', html: undefined }
  ])
  t.equal(second.as('shaun').token, 'a token')
})

t.test('S1 a failed start leaves nothing behind', async (t) => {
  const failing = testApp({
    routes: false,
    steps: {
      postconfig: () => {
        throw new Error('no migrations')
      }
    }
  })
  await t.rejects(failing, { code: 'GNAR_ERR_GEAR_STEP' })
})

t.test('S1 the process ends once its apps are closed, and production does not load the module', async (t) => {
  // A file, since Node passes its own options on to Postgres's keeper.
  const run = (script: string) =>
    promisify(execFile)(process.execPath, [
      ...['--import=ts-blank-space/register', '--conditions=gnar-source'],
      join(t.testdir({ 'main.mjs': script }), 'main.mjs')
    ])
  const url = (name: string) => JSON.stringify(new URL(`../src/${name}.ts`, import.meta.url).href)
  const { stdout } = await run(`
    const { testApp } = await import(${url('testing')})
    const app = await testApp({ routes: false })
    console.log((await app.inject('/health/live')).statusCode)
    await app.close()`)
  t.equal(stdout, '200\n')
  const loaded = await run(`
    import { register } from 'node:module'
    const hooks = 'export async function load(url, context, next) { if (/testing.ts|gnar-local/.test(url)) throw new Error(url); return next(url, context) }'
    register('data:text/javascript,' + encodeURIComponent(hooks))
    const { GnarApp } = await import(${url('index')})
    const app = new GnarApp('a', { production: true, port: 0, noDb: true, noJwt: true, routes: false, logLevel: 'SILENT' })
    await app.run()
    await app.close()
    console.log('closed')`)
  t.equal(loaded.stdout, 'closed\n')
})
