import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { type ChildApp, startChild } from './child-app.ts'

const plain =
  '{ production: false, port: 4321, noDb: true, noJwt: true, argon2: { memoryCost: 8, timeCost: 1, parallelism: 1 } }'
const main = `await new GnarApp('my_gnarly_app', ${plain}).run()\n`
const hello = 'export default async (fastify) => { fastify.get("/", async () => "hello") }\n'

/** Listens as `gnar dev` does, and hands every connection to a child. */
async function listenFor(t: Test, child: ChildApp): Promise<string> {
  let id = 0
  const server: Server = createServer({ pauseOnConnect: true }, (socket) => {
    id += 1
    child.process.send({ type: 'connection', id }, socket)
  })
  child.process.on('message', (_message, socket) => (socket as Socket | undefined)?.destroy())
  t.after(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const slow = `
import { once } from 'node:events'
export default async (fastify) => {
  fastify.get('/', async () => {
    process.send({ type: 'asked' })
    await once(process, 'SIGUSR2')
    return 'at last'
  })
}
`

t.test(
  'A8 under gnar dev an app serves the sockets that it is given until it is told to drain',
  async (t) => {
    const files = {
      user: { 'apis.mjs': hello },
      slow: { 'apis.mjs': slow },
      broken: { 'apis.mjs': 'import "./services.mjs"\n' }
    }
    const child = startChild(t, main, { command: 'dev', files })
    const starting = await child.tells('starting')
    t.match(starting, { name: 'my_gnarly_app', port: 4321, production: false, appDir: /\/app$/ })

    const { title, failures, unresolved } = await child.tells('ready')
    t.equal(title, 'Gnar-MyGnarlyApp development server serves without the module that failed to load')
    const error = { code: 'ERR_MODULE_NOT_FOUND', stack: /Cannot find module/ }
    t.match(failures, [{ file: /app\/broken\/apis\.mjs$/, prefix: '/broken', error }])
    t.match(unresolved, [/app\/broken\/services\.m[jt]s$/])

    const url = await listenFor(t, child)
    t.equal(await (await fetch(`${url}/user`)).text(), 'hello')
    t.same(await child.tells('taken'), { type: 'taken', id: 1 })
    t.notMatch(child.output(), /is up|reload on save/)
    const answer = fetch(`${url}/slow`)
    await child.tells('asked' as never)
    child.process.send({ type: 'drain' })
    child.process.send({ type: 'drain' })
    child.process.kill('SIGUSR2')
    t.equal(await (await answer).text(), 'at last')
    t.equal(await child.ends(), 0)
  }
)

t.test('A8 under gnar dev an app whose parent is gone ends', async (t) => {
  const child = startChild(t, main, { command: 'dev' })
  const { title } = await child.tells('ready')
  t.equal(title, 'Gnar-MyGnarlyApp development server is up')
  child.process.disconnect()
  t.equal(await child.ends(), 0)
})

t.test('A8 under gnar dev an app that cannot start says why and ends', async (t) => {
  const child = startChild(
    t,
    `await new GnarApp('my_gnarly_app', { production: false, port: 1, noJwt: true }).run()\n`,
    {
      command: 'dev'
    }
  )
  const { error, unresolved } = await child.tells('failed')
  t.match(error, { code: 'GNAR_ERR_CONFIGURATION', message: /GNAR_PG_ENDPOINT/ })
  t.same(unresolved, [])
  t.equal(await child.ends(), 1)
})

t.test('A8 gnar routes is told every route with its module and who may call it', async (t) => {
  const files = {
    user: {
      'apis.mjs': `
export default async (fastify) => {
  fastify.get('/open', async () => 1)
  fastify.get('/hooked', { onRequest: fastify.authenticate }, async () => 1)
  fastify.get('/optional', { onRequest: [fastify.authenticateOptional] }, async () => 1)
  fastify.get('/own', { preHandler: async () => {} }, async () => 1)
}
`
    },
    admin: {
      'apis.mjs': `
export default async (fastify) => {
  fastify.protect(async () => {})
  fastify.post('/', async () => 1)
  fastify.get('/public', { config: { public: true } }, async () => 1)
  fastify.register(async (nested) => nested.delete('/nested', async () => 1))
}
`
    },
    scoped: {
      'apis.mjs': `
export default async (fastify) => {
  fastify.get('/before', async () => 1)
  fastify.addHook('onRequest', fastify.authenticate)
}
`
    },
    guarded: {
      'apis.mjs': `
export default async (fastify) => {
  fastify.addHook('preHandler', async () => {})
  fastify.get('/', async () => 1)
}
`
    },
    broken: { 'apis.mjs': 'throw new Error("broken")\n' }
  }
  const options = '{ production: false, port: 0, sqs: { queueName: "q", callback() {} } }'
  const child = startChild(t, `await new GnarApp('my_gnarly_app', ${options}).run()\n`, {
    command: 'routes',
    files,
    env: { GNAR_JWT_SECRET_KEY: 'x'.repeat(32) }
  })
  const { routes, failures } = await child.tells('routes')
  const rows = routes.map(({ method, path, access, file }) => [
    method,
    path,
    access,
    file?.replace(/.*\/app\//, 'app/')
  ])
  t.same(rows, [
    ['POST', '/admin', 'protected', 'app/admin/apis.mjs'],
    ['DELETE', '/admin/nested', 'protected', 'app/admin/apis.mjs'],
    ['GET', '/admin/public', 'open', 'app/admin/apis.mjs'],
    ['GET', '/guarded', 'unknown', 'app/guarded/apis.mjs'],
    ['GET', '/health/live', 'open', undefined],
    ['GET', '/health/ready', 'open', undefined],
    ['GET', '/health/startup', 'open', undefined],
    ['GET', '/scoped/before', 'protected', 'app/scoped/apis.mjs'],
    ['GET', '/user/hooked', 'protected', 'app/user/apis.mjs'],
    ['GET', '/user/open', 'open', 'app/user/apis.mjs'],
    ['GET', '/user/optional', 'open', 'app/user/apis.mjs'],
    ['GET', '/user/own', 'unknown', 'app/user/apis.mjs']
  ])
  t.match(failures, [{ prefix: '/broken', error: { message: 'broken' } }])
  t.equal(await child.ends(), 0)
})

t.test('A4 gnar env is told every setting of every step, and no secret', async (t) => {
  const options =
    '{ production: false, port: 0, logLevel: "debug", steps: { configureSes: false, configurePeer() {} } }'
  const child = startChild(t, `await new GnarApp('my_gnarly_app', ${options}).run()\n`, {
    command: 'env',
    env: { GNAR_JWT_SECRET_KEY: 'a'.repeat(32), GNAR_ARGON2_TIME_COST: 'many', GNAR_PG_USERNAME: 'gnar' }
  })
  const { settings } = await child.tells('settings')
  const find = (option: string) => settings.find((row) => row.option === option)
  t.match(find('timeCost'), {
    step: 'configureArgon2',
    plugin: 'gnar-argon2',
    variable: 'GNAR_ARGON2_TIME_COST',
    source: 'environment',
    problem: /must be a whole number/
  })
  t.match(find('endpoint'), {
    step: 'configureDatabase',
    source: 'missing',
    problem: /GNAR_PG_ENDPOINT .* is required/
  })
  t.match(find('database'), { source: 'missing', problem: /GNAR_PG_DATABASE .* is required/ })
  t.match(find('level'), { source: 'option', value: 'debug' })
  t.match(find('memoryCost'), { source: 'default', value: '19456' })
  t.match(
    settings.find(({ variable }) => variable === 'GNAR_JWT_SECRET_KEY'),
    { secret: true, source: 'environment' }
  )
  t.notMatch(JSON.stringify(settings), 'a'.repeat(32))
  t.same(
    settings.filter(({ step }) => step === 'configureSes' || step === 'configurePeer'),
    []
  )
  t.equal(await child.ends(), 0)
})

t.test('A3 X1 gnar env lists the port, and the variable of each peer that is declared', async (t) => {
  const options =
    '{ production: false, noDb: true, noJwt: true, peer: { peers: { piste: true, offPiste: true, here: "127.0.0.1:1" } } }'
  const run = (env: NodeJS.ProcessEnv) =>
    startChild(t, `await new GnarApp('my_gnarly_app', ${options}).run()\n`, { command: 'env', env })
  const { settings } = await run({ GNAR_PISTE_SERVICE_PORT: 'http://rider:s3cret@10.0.0.5:80' }).tells(
    'settings'
  )
  t.match(
    settings.find(({ variable }) => variable === 'PORT'),
    { source: 'missing', problem: /^PORT \(port to listen on\) is required/ }
  )
  const peers = settings.filter(({ variable }) => variable?.endsWith('_SERVICE_PORT'))
  t.match(peers, [
    { variable: 'GNAR_PISTE_SERVICE_PORT', source: 'environment', meaning: 'address of the peer piste' },
    { variable: 'GNAR_OFFPISTE_SERVICE_PORT', source: 'missing', problem: /is required/ }
  ])
  t.equal(peers.length, 2)
  t.notMatch(JSON.stringify(settings), 's3cret')

  const child = run({ PORT: '3000' })
  t.match(
    (await child.tells('settings')).settings.find(({ variable }) => variable === 'PORT'),
    { source: 'environment', value: '3000' }
  )
})
