import type { FastifyInstance } from 'fastify'
import {
  type App,
  GnarApp,
  type GnarAppOptions,
  off,
  type Step,
  type StepContext,
  type StepName
} from 'gnar-gear'
import t, { type Test } from 'tap'
import { stepNames } from '../src/options.ts'
import { closeAfter, createApp, quiet } from './start-app.ts'

t.test('A4 the steps run in the order of the original', async (t) => {
  const ran: string[] = []
  const steps = Object.fromEntries(stepNames.map((name) => [name, () => void ran.push(name)]))
  await createApp(t, { noDb: false, noJwt: false, metrics: {}, steps }).run()
  t.same(ran, [
    'configureLogger',
    'preconfig',
    'configureErrorhandler',
    'configureArgon2',
    'configureDatabase',
    'configureJwt',
    'configurePeer',
    'configureSes',
    'configureSqs',
    'configureCors',
    'configureHealth',
    'configureMetrics',
    'configureOpenapi',
    'configureRoutes',
    'configureSqsPolls',
    'postconfig'
  ])
})

interface Way {
  /** An app with a step of its own. */
  replace(t: Test, name: StepName, step: Step): GnarApp
  /** An app in which all steps have an effect, but for one. */
  switchOff(t: Test, name: StepName, nothing: Step | false, lines: string[]): GnarApp
}

const withServices = { noDb: false, noJwt: false, metrics: {} }

const ways: Record<string, Way> = {
  option: {
    replace: (t, name, step) => createApp(t, { ...withServices, steps: { ...services, [name]: step } }),
    switchOff: (t, name, nothing, lines) =>
      createApp(t, { ...everythingBut(t, name), steps: { [name]: nothing } }, lines)
  },
  assignment: {
    replace: (t, name, step) => Object.assign(createApp(t, withServices), services, { [name]: step }),
    switchOff: (t, name, nothing, lines) =>
      Object.assign(createApp(t, everythingBut(t, name), lines), { [name]: nothing })
  },
  subclass: {
    replace(t, name, step) {
      class OwnApp extends GnarApp {}
      Object.assign(OwnApp.prototype, services, { [name]: step })
      return closeAfter(t, new OwnApp('my_gnarly_app', quiet(withServices)))
    },
    switchOff(t, name, nothing, lines) {
      class OwnApp extends GnarApp {}
      Object.assign(OwnApp.prototype, { [name]: nothing })
      return closeAfter(t, new OwnApp('my_gnarly_app', quiet(everythingBut(t, name), lines)))
    }
  }
}

/** The steps that need variables and services, replaced so that the others can be tested without. */
const services = { configureDatabase: () => {}, configureJwt: () => {} }

/** Polls without gnar-sqs are an error, so the two go together. */
function everythingBut(t: Test, name: StepName): Partial<GnarAppOptions> {
  return { ...everything(t), ...(name === 'configureSqs' && { sqs: undefined }) }
}

/** Options with which every step but the database's has something to do. */
function everything(t: Test): Partial<GnarAppOptions> {
  const appDir = t.testdir({
    user: { 'apis.mjs': 'export default async (fastify) => fastify.get("/", async () => 1)' }
  })
  const env = {
    GNAR_JWT_SECRET_KEY: 'x'.repeat(32),
    GNAR_SQS_REGION_NAME: 'eu-west-1',
    GNAR_SQS_ACCESS_KEY_ID: 'x',
    GNAR_SQS_SECRET_ACCESS_KEY: 'x',
    GNAR_SQS_ENDPOINT: 'http://127.0.0.1:9'
  }
  const sqs = { queueName: 'gnar-queue', callback: () => {} }
  return { env, sqs, appDir, metrics: {}, noJwt: false, routes: undefined }
}

const hasEffect: Record<StepName, (app: GnarApp, lines: string[]) => Promise<boolean> | boolean> = {
  configureLogger: (_app, lines) => lines.some((line) => line.includes('Logging at INFO')),
  preconfig: ({ server }) => server.hasDecorator('preconfig'),
  configureErrorhandler: async ({ server }) => (await server.inject('/nowhere')).statusCode === 200,
  configureArgon2: (app) => isThere(() => app.argon2),
  configureDatabase: (app) => isThere(() => app.db),
  configureJwt: (app) => isThere(() => app.createAccessToken),
  configurePeer: (app) => isThere(() => app.peer),
  configureSes: (app) => isThere(() => app.getSesClient),
  configureSqs: (app) => isThere(() => app.sendSqsMessage),
  configureCors: async ({ server }) =>
    'access-control-allow-origin' in
    (await server.inject({ url: '/', headers: { origin: 'http://localhost' } })).headers,
  configureHealth: async ({ server }) => (await server.inject('/health/live')).json().status === 'live',
  configureMetrics: async ({ server }) => (await server.inject('/metrics')).body.includes('# TYPE'),
  configureOpenapi: async ({ server }) => (await server.inject('/docs/json')).json().openapi === '3.1.0',
  configureRoutes: async ({ server }) => (await server.inject('/user')).body === '1',
  configureSqsPolls: ({ server }) => server.sqs.polls.length === 1,
  postconfig: ({ server }) => server.hasDecorator('postconfig')
}

function isThere(read: () => unknown): boolean {
  try {
    return read() !== undefined
  } catch {
    return false
  }
}

for (const name of stepNames) {
  for (const [way, { replace, switchOff }] of Object.entries(ways)) {
    t.test(`A4 ${name} is replaced by ${way}`, async (t) => {
      const calls: { self: App; fastify: FastifyInstance; context: StepContext }[] = []
      const app = replace(t, name, async function (fastify, context) {
        calls.push({ self: this, fastify, context })
      })
      await app.run()
      t.equal(calls.length, 1)
      t.equal(calls[0]?.self, app)
      t.equal(calls[0]?.fastify, app.server)
      t.match(calls[0]?.context, { name: 'my_gnarly_app', production: false, envPrefix: 'GNAR' })
    })

    t.test(`A4 an error of ${name}, replaced by ${way}, names the step`, async (t) => {
      const app = replace(t, name, (fastify) => {
        fastify.register(async () => {
          throw new Error('no coffee')
        })
      })
      await t.rejects(app.run(), {
        code: 'GNAR_ERR_GEAR_STEP',
        message: `the step ${name} failed: no coffee`,
        cause: { message: 'no coffee' }
      })
    })

    for (const nothing of way === 'assignment' ? ([false, off] as const) : ([false] as const)) {
      t.test(`A4 ${name} is switched off by ${way} with ${nothing === off ? 'off' : 'false'}`, async (t) => {
        const lines: string[] = []
        const app = switchOff(t, name, nothing, lines)
        await app.run()
        t.equal(await hasEffect[name](app, lines), false)
      })
    }
  }

  if (name === 'configureDatabase') continue
  t.test(`A4 ${name} that is not switched off has its effect`, async (t) => {
    const lines: string[] = []
    const app = createApp(t, everything(t), lines)
    for (const name of ['preconfig', 'postconfig'] as const) {
      Object.assign(app, { [name]: (fastify: FastifyInstance) => void fastify.decorate(name, true) })
    }
    await app.run()
    t.equal(await hasEffect[name](app, lines), true)
  })
}

t.test('A4 a subclass may do more than the step that it overrides', async (t) => {
  class OwnApp extends GnarApp {
    override async configureArgon2(fastify: FastifyInstance, context: StepContext) {
      await super.configureArgon2(fastify, context)
      fastify.decorate('pepper', await fastify.generatePasswordHash('pepper'))
    }
  }
  const app = closeAfter(t, new OwnApp('my_gnarly_app', quiet({})))
  await app.run()
  t.match(app.server.getDecorator('pepper'), /^\$argon2id/)
})

t.test('A5 an asset whose step is off throws an error that names the option', async (t) => {
  const app = createApp(t, { steps: { configureArgon2: false, configurePeer: false } })
  await app.run()
  t.throws(() => app.db, {
    code: 'GNAR_ERR_GEAR_NO_ASSET',
    message: 'db is unavailable: step configureDatabase is disabled; remove noDb: true'
  })
  t.throws(() => app.server.authenticate, {
    message: /^authenticate is unavailable: .*; remove noJwt: true$/
  })
  t.throws(() => app.server.argon2, { message: /; remove configureArgon2: false$/ })
  t.throws(() => app.external, { message: /; remove configurePeer: false$/ })
})

t.test('A4 polls without the step configureSqs are an error that says so', async (t) => {
  const app = createApp(t, { ...everything(t), steps: { configureSqs: false } })
  await t.rejects(app.run(), {
    code: 'GNAR_ERR_GEAR_NO_ASSET',
    message: /^sqs is unavailable: .*; remove configureSqs: false$/
  })
})

t.test('A5 an asset that the app brings itself takes the place of the missing one', async (t) => {
  const db = { own: true }
  const app = createApp(t, { steps: { preconfig: (fastify) => void fastify.decorate('db', db as never) } })
  await app.run()
  t.same(app.db, db)
})

t.test('A5 GnarApp has the assets of the instance under the same names, once it runs', async (t) => {
  const app = createApp(t, everything(t))
  t.throws(() => app.server, { code: 'GNAR_ERR_GEAR_NOT_RUNNING' })
  await app.run()
  for (const name of assets) t.equal(app[name], app.server[name], name)
})

t.test('A1 an app runs once', async (t) => {
  const app = createApp(t)
  await app.run()
  await t.rejects(app.run(), { code: 'GNAR_ERR_GEAR_RUNNING' })
})

const assets = [
  'argon2',
  'generatePasswordHash',
  'checkPasswordHash',
  'createAccessToken',
  'authenticate',
  'authenticateOptional',
  'peer',
  'external',
  'getSesClient',
  'sendSqsMessage',
  'sendSqsMessages'
] as const
