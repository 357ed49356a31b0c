import Fastify, { type FastifyInstance } from 'fastify'
import gnarGear, { drainAndClose, GnarApp, type GnarGearOptions, getApp, gnarServerOptions } from 'gnar-gear'
import t, { type Test } from 'tap'
import { createApp, quiet } from './start-app.ts'

function preset(options: Partial<GnarGearOptions> = {}, lines: string[] = []): GnarGearOptions {
  const { port: _port, logLevel: _logLevel, production, ...rest } = quiet({}, lines)
  return { ...rest, production, name: 'my_app', ...options }
}

async function start(t: Test, fastify: FastifyInstance, options: GnarGearOptions): Promise<FastifyInstance> {
  t.after(() => fastify.close())
  await fastify.register(gnarGear, options)
  fastify.get('/', async () => 'hello')
  await fastify.ready()
  return fastify
}

t.test('A2 an instance made with gnarServerOptions gets everything, without a warning', async (t) => {
  const lines: string[] = []
  const options = preset({}, lines)
  const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
  const answer = await fastify.inject({ url: '/', headers: { 'x-request-id': 'abc' } })
  t.same([answer.body, answer.headers['x-request-id']], ['hello', 'abc'])
  t.same((await fastify.inject('/%zz')).json().error, 'The URL is malformed, write each % in it as %25')
  t.equal(fastify.server.requestTimeout, 30_000)
  t.equal(fastify.server.headersTimeout, 10_000)
  t.equal(fastify.initialConfig.pluginTimeout, 15_000)
  t.same(
    lines.filter((line) => line.startsWith('WARNING')),
    []
  )
  t.equal(getApp('my_app').server, fastify)
})

t.test('A2 on a plain instance one WARNING names what stays as Fastify has it', async (t) => {
  const lines: string[] = []
  const fastify = await start(t, Fastify(), preset({}, lines))
  const answer = await fastify.inject({ url: '/', headers: { 'x-request-id': 'abc' } })
  t.same([answer.body, answer.headers['x-request-id']], ['hello', 'abc'])
  t.same((await fastify.inject('/nowhere')).statusCode, 200)
  t.equal(fastify.server.requestTimeout, 30_000)
  t.equal(fastify.server.headersTimeout, 10_000)
  t.matchSnapshot(lines.filter((line) => line.startsWith('WARNING')).join(''))
  t.ok(lines.includes('INFO Logging at INFO\n'), 'the logger is ours')
})

t.test(
  "A2 the user's own logger and request-id header stay, and the WARNING says what that means",
  async (t) => {
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(JSON.parse(line).msg) }
    const fastify = Fastify({ logger: { level: 'debug', stream }, requestIdHeader: 'x-my-id' })
    await start(t, fastify, preset({ level: 'WARNING' }))
    const answer = await fastify.inject({ url: '/', headers: { 'x-my-id': 'abc' } })
    t.equal(answer.headers['x-request-id'], 'abc')
    t.equal(fastify.log.level, 'warn')
    t.matchSnapshot(lines.filter((line) => line.startsWith('Needs')).join('\n'))
  }
)

t.test('A2 routes that were declared before the preset are an error that says so', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  fastify.get('/early', async () => 1)
  await t.rejects(async () => fastify.register(gnarGear, preset()), {
    code: 'GNAR_ERR_GEAR_EARLY_ROUTES',
    message: /register gnar-gear first/
  })
})

t.test('R2 prefix comes before the routes of the app, not before the probes', async (t) => {
  const appDir = t.testdir({
    user: { 'apis.mjs': 'export default async (fastify) => fastify.get("/", async () => "user")\n' },
    own: {
      'apis.mjs':
        'export const prefixOverride = "/own"\nexport default async (fastify) => fastify.get("/", async () => "own")\n'
    }
  })
  const options = preset({ prefix: '/api', appDir, routes: undefined })
  const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
  t.equal((await fastify.inject('/api/user')).body, 'user')
  t.equal((await fastify.inject('/own')).body, 'own')
  t.equal((await fastify.inject('/health/ready')).statusCode, 200)
})

t.test('A2 two instances in one process have each their own prefix of variables', async (t) => {
  const env = { ONE_LOG_LEVEL: 'ERROR', TWO_LOG_LEVEL: 'DEBUG' }
  const levels = []
  for (const envPrefix of ['ONE', 'TWO']) {
    const options = Object.freeze(preset({ envPrefix, env, name: envPrefix }))
    const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
    levels.push(fastify.log.level)
  }
  t.same(levels, ['error', 'debug'])
  t.equal(getApp('ONE').name, 'ONE')
})

t.test(
  'A4 the problems of all steps are one error, and nothing is started before they are right',
  async (t) => {
    const lines: string[] = []
    const env = {
      GNAR_LOG_LEVEL: 'LOUD',
      GNAR_ARGON2_TIME_COST: 'many',
      GNAR_ARGON2_MEMORY_COST: '8',
      GNAR_PG_USERNAME: 'gnar',
      GNAR_PG_PASSWORD: 'hush'
    }
    const polls = [{ queueName: 'gnar-queue' }] as never
    const options = preset(
      {
        env,
        noDb: false,
        noJwt: false,
        sqs: polls,
        argon2: { memorycost: 8 } as never,
        health: { livePath: 'up' }
      },
      lines
    )
    const fastify = Fastify(gnarServerOptions(options))
    t.after(() => fastify.close())
    const error = await fastify.register(gnarGear, options).then(
      () => undefined,
      (reason: Error & { code: string }) => reason
    )
    t.equal(error?.code, 'GNAR_ERR_CONFIGURATION')
    t.notMatch(error?.message, 'hush')
    t.matchSnapshot(error?.message)
    t.same(lines, [])
  }
)

t.test('A4 what preconfig loads into the environment is there for all other steps', async (t) => {
  const env: Record<string, string> = {}
  const options = preset({
    env,
    noJwt: false,
    steps: {
      async preconfig() {
        env.GNAR_JWT_SECRET_KEY = await Promise.resolve('x'.repeat(32))
      }
    }
  })
  const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
  t.type(fastify.createAccessToken('ic3b3rg'), 'string')
})

t.test('A2 options that are unknown or wrong are errors that say what was meant', async (t) => {
  const wrong: [object, RegExp][] = [
    [{ nodb: true }, /unknown option "nodb" of gnar-gear: did you mean "noDb"\?/],
    [{ name: undefined }, /option name of gnar-gear \(name of the app\) is required/],
    [{ steps: { configureJwtt: false } }, /has no step "configureJwtt": did you mean "configureJwt"\?/],
    [{ steps: { zzzzzzzzzzz: false } }, /has no step "zzzzzzzzzzz": the steps are configureLogger, /],
    [{ steps: { configureJwt: 1 } }, /must give a function or false for configureJwt/],
    [{ steps: 1 }, /must be an object of functions/],
    [{ routes: [1] }, /must be a name such as "user", a list of names, or false/],
    [{ health: 1 }, /must be an object or false/],
    [{ jwt: 1 }, /must be an object/],
    [{ level: 1 }, /must be a level such as INFO/]
  ]
  for (const [options, message] of wrong) {
    const fastify = Fastify()
    await t.rejects(async () => fastify.register(gnarGear, { ...preset(), ...options }), {
      code: 'GNAR_ERR_CONFIGURATION',
      message
    })
    await fastify.close()
  }
})

t.test(
  'C1 in development any local origin, method and header is allowed, and Authorization is exposed',
  async (t) => {
    const options = preset()
    const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
    const headers = { origin: 'http://localhost:3000' }
    for (const url of ['/', '/nowhere']) {
      t.match((await fastify.inject({ url, headers })).headers, {
        'access-control-allow-origin': headers.origin,
        'access-control-expose-headers': 'Authorization'
      })
    }
    const preflight = await fastify.inject({
      method: 'OPTIONS',
      url: '/',
      headers: {
        ...headers,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization, x-own'
      }
    })
    t.equal(preflight.statusCode, 204)
    t.match(preflight.headers, {
      'access-control-allow-methods': '*',
      'access-control-allow-headers': 'authorization, x-own'
    })
  }
)

t.test('C1 in production there are no such headers, unless cors options say which', async (t) => {
  const headers = { origin: 'https://gnar.ca' }
  const closed = preset({ production: true })
  const none = await start(t, Fastify(gnarServerOptions(closed)), closed)
  t.notMatch(Object.keys((await none.inject({ url: '/', headers })).headers).join(), /access-control/)
  const open = preset({ production: true, name: 'open', cors: { origin: 'https://gnar.ca' } })
  const some = await start(t, Fastify(gnarServerOptions(open)), open)
  t.equal(
    (await some.inject({ url: '/', headers })).headers['access-control-allow-origin'],
    'https://gnar.ca'
  )
})

t.test('A2 a mistyped option is a compile error, of the preset and of GnarApp', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  // @ts-expect-error: the option is noDb
  await t.rejects(async () => fastify.register(gnarGear, { name: 'my_app', nodb: true }))
  // @ts-expect-error: a port is a number
  await t.rejects(new GnarApp('my_app', { production: true, port: '80' }).run(), {
    message: /port .* must be/
  })
  // @ts-expect-error: the step is configureJwt
  const steps: GnarGearOptions['steps'] = { configureJwtt: false }
  await t.rejects(new GnarApp('my_app', { production: true, port: 80, steps }).run(), {
    message: /configureJwt"\?/
  })
})

t.test("A3 the option fastify goes to Fastify's constructor, over what the preset wants", async (t) => {
  const app = createApp(t, { fastify: { trustProxy: true, bodyLimit: 10, requestTimeout: 1000 } })
  await app.run()
  t.match(app.server.initialConfig, { bodyLimit: 10, requestTimeout: 1000, pluginTimeout: 15_000 })
})

t.test('K1 probes stay public where a hook protects the whole app', async (t) => {
  const options = preset({
    noJwt: false,
    env: { GNAR_JWT_SECRET_KEY: 'x'.repeat(32) },
    steps: { postconfig: (fastify) => void fastify.protect() }
  })
  const fastify = await start(t, Fastify(gnarServerOptions(options)), options)
  t.same((await fastify.inject('/')).json(), { error: 'Missing Authorization Header' })
  t.same((await fastify.inject('/health/ready')).json(), { status: 'ready' })
})

t.test(
  'A10 readiness turns and no SQS receive starts any more in the tick in which the end begins',
  async (t) => {
    const env = { GNAR_SQS_REGION_NAME: 'eu-west-1', GNAR_SQS_ENDPOINT: 'http://127.0.0.1:9' }
    const keys = { GNAR_SQS_ACCESS_KEY_ID: 'x', GNAR_SQS_SECRET_ACCESS_KEY: 'x' }
    const sqs = { queueName: 'gnar-queue', callback: () => {} }
    const app = createApp(t, { env: { ...env, ...keys }, sqs })
    await app.run()
    t.not(app.server.sqs.polls[0]?.state, 'stopped')
    const done = drainAndClose(app.server)
    t.equal(app.server.sqs.polls[0]?.state, 'stopped')
    await done
  }
)
