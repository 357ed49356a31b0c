import { GnarApp, type GnarAppOptions, type Step } from 'gnar-gear'
import t from 'tap'
import { startChild } from './child-app.ts'
import { createApp, quiet } from './start-app.ts'

/** Faults that no single setting has. */
const between = {
  GNAR_SES_ACCESS_KEY_ID: 'x',
  GNAR_SQS_SECRET_ACCESS_KEY: 'y',
  GNAR_PG_ENDPOINT: 'db',
  GNAR_PG_DATABASE: 'd',
  GNAR_PG_USERNAME: 'u',
  GNAR_PG_SSL_ROOT_CERT: '/nowhere/root.pem'
}
const errors = { headersTimeoutMs: 60_000, requestTimeoutMs: 1000 }
const faults = [
  /headersTimeoutMs .*must not exceed requestTimeoutMs/,
  /GNAR_SES_SECRET_ACCESS_KEY is required/,
  /GNAR_SQS_ACCESS_KEY_ID is required/,
  /GNAR_PG_SSL_ROOT_CERT names a file that cannot be read/
]

t.test('A4 faults between settings are in the one error of the start', async (t) => {
  const app = createApp(t, { env: between, errors, noDb: false })
  const { message } = await app.run().then(
    () => new Error('it started'),
    (error: Error) => error
  )
  for (const fault of faults) t.match(message, fault)
})

t.test('A4 faults between settings are in gnar env', async (t) => {
  const options = `{ production: false, port: 0, noJwt: true, errors: ${JSON.stringify(errors)} }`
  const child = startChild(t, `await new GnarApp('my_gnarly_app', ${options}).run()\n`, {
    command: 'env',
    env: between
  })
  const { settings } = await child.tells('settings')
  const problems = settings.flatMap(({ problem }) => problem ?? []).join('\n')
  for (const fault of faults) t.match(problems, fault)
})

t.test('Q1 a poll whose schema cannot be compiled stops the start', async (t) => {
  const env = { GNAR_SQS_REGION_NAME: 'eu-west-1', GNAR_SQS_ENDPOINT: 'http://127.0.0.1:9' }
  const poll = { queueName: 'q', callback: () => {}, schema: { type: 'string', pattern: '(' } }
  for (const sqs of [poll, [poll], { polls: poll }]) {
    await t.rejects(createApp(t, { env, sqs }).run(), { message: /schema/ })
  }
})

t.test('A3 the option sqs also takes the options of gnar-sqs', async (t) => {
  const env = { GNAR_SQS_REGION_NAME: 'eu-west-1', GNAR_SQS_ENDPOINT: 'http://127.0.0.1:9' }
  const poll = { queueName: 'q', callback: () => {} }
  const app = createApp(t, { env, sqs: { polls: [poll], requestTimeoutMs: 1000 } })
  await app.run()
  t.equal(app.server.sqs.polls.length, 1)
  const wrong: [unknown, RegExp][] = [
    [{ requestTimeoutMs: 0 }, /option requestTimeoutMs of gnar-sqs .* must be a whole number/],
    [{ ...poll, requestTimeoutMs: 1000 }, /unknown option "requestTimeoutMs" of poll q of gnar-sqs/],
    [{ queuename: 'q', callback: poll.callback }, /unknown option "queuename" .* did you mean "queueName"/],
    [{ maxRetryDelay: 1, polls: [] }, /unknown option "maxRetryDelay" .* did you mean "maxRetryDelayMs"/]
  ]
  for (const [sqs, message] of wrong)
    await t.rejects(createApp(t, { env, sqs: sqs as never }).run(), { message })
})

t.test('A13 a step or option of the original with another name here is an error that names it', async (t) => {
  const step: Step = () => {}
  const assigned: [string, RegExp][] = [
    ['configureBlueprints', /no step "configureBlueprints": it is called configureRoutes/],
    ['configureFlask', /no step "configureFlask": use the option fastify, or the step preconfig/],
    ['configureAfterRequest', /no step "configureAfterRequest": configureCors and configureJwt do/],
    ['attachInstance', /no step "attachInstance": getApp\(\) finds the running app/],
    ['configure_flask', /no step "configure_flask": use the option fastify/],
    ['configure_logger', /no step "configure_logger": did you mean "configureLogger"\?/],
    ['configure_argon2', /no step "configure_argon2": did you mean "configureArgon2"\?/],
    ['configure_database', /no step "configure_database": did you mean "configureDatabase"\?/],
    ['attach_instance', /no step "attach_instance": getApp\(\) finds the running app/],
    ['configure_blueprints', /no step "configure_blueprints": it is called configureRoutes/],
    ['configure_errorhandler', /no step "configure_errorhandler": did you mean "configureErrorhandler"\?/],
    ['configure_jwt', /no step "configure_jwt": did you mean "configureJwt"\?/],
    ['configure_sqs_polls', /no step "configure_sqs_polls": did you mean "configureSqsPolls"\?/],
    ['configure_after_request', /no step "configure_after_request": configureCors and configureJwt do/],
    ['configureJwtt', /no step "configureJwtt": did you mean "configureJwt"\?/],
    ['postconfigs', /no step "postconfigs": did you mean "postconfig"\?/]
  ]
  for (const [name, message] of assigned) {
    await t.rejects(Object.assign(createApp(t), { [name]: step }).run(), {
      code: 'GNAR_ERR_CONFIGURATION',
      message
    })
    await t.rejects(createApp(t, { steps: { [name]: step } as never }).run(), { message })
    class OwnApp extends GnarApp {}
    Object.assign(OwnApp.prototype, { [name]: step })
    await t.rejects(new OwnApp('my_app', quiet({})).run(), { message })
  }
  const options: [object, RegExp][] = [
    [{ blueprintModules: ['user'] }, /unknown option "blueprintModules" of GnarApp: write routes/],
    [{ logFormat: 'json' }, /unknown option "logFormat" of GnarApp: write logger: \{ format \}/],
    [{ blueprint_modules: ['user'] }, /unknown option "blueprint_modules" of GnarApp: write routes/],
    [{ log_format: 'json' }, /unknown option "log_format" of GnarApp: write logger: \{ format \}/],
    [
      { log_format_msec: '%s' },
      /unknown option "log_format_msec" of GnarApp: write logger: \{ formatMsec \}/
    ],
    [{ log_level: 'INFO' }, /unknown option "log_level" of GnarApp: did you mean "logLevel"\?/],
    [{ env_prefix: 'MY' }, /unknown option "env_prefix" of GnarApp: did you mean "envPrefix"\?/],
    [{ no_jwt: true }, /unknown option "no_jwt" of GnarApp: did you mean "noJwt"\?/],
    [{ no_db: true }, /unknown option "no_db" of GnarApp: did you mean "noDb"\?/],
    [
      { sqs: { queue_name: 'q' } },
      /unknown option "queue_name" of poll 1 of gnar-sqs: did you mean "queueName"\?/
    ]
  ]
  for (const [wrong, message] of options) {
    await t.rejects(createApp(t, wrong as Partial<GnarAppOptions>).run(), { message })
  }
})

t.test('A13 an asset of the original is assigned under its new name only', async (t) => {
  const assigned: [string, RegExp][] = [
    ['generate_password_hash', /no asset "generate_password_hash": it is called generatePasswordHash/],
    ['check_password_hash', /no asset "check_password_hash": it is called checkPasswordHash/],
    ['get_ses_client', /no asset "get_ses_client": it is called getSesClient/],
    ['send_sqs_message', /no asset "send_sqs_message": it is called sendSqsMessage/],
    ['get_sqs_client', /no asset "get_sqs_client": sendSqsMessage and the option sqs reach SQS/],
    ['getSqsQueueUrl', /no asset "getSqsQueueUrl": sendSqsMessage and the option sqs take the name/],
    ['receive_sqs_messages', /no asset "receive_sqs_messages": the option sqs receives messages/],
    ['flask', /no asset "flask": server is the Fastify instance/]
  ]
  for (const [name, message] of assigned) {
    await t.rejects(Object.assign(createApp(t), { [name]: () => {} }).run(), { message })
  }
  for (const name of ['db', 'argon2', 'peer', 'external', 'getSesClient', 'sendSqsMessage']) {
    t.throws(
      () => Object.assign(createApp(t), { [name]: () => {} }),
      TypeError,
      `${name} cannot be replaced in silence`
    )
  }
})

t.test('A4 methods and fields of a subclass that are no steps are its own business', async (t) => {
  class OwnApp extends GnarApp {
    pool = new Map()
    warmUp() {
      return this.pool.size
    }
  }
  const app = new OwnApp('my_app', quiet({}))
  t.after(() => app.close())
  await t.resolves(app.run())
})

t.test('A3 an option of Fastify that a step sets is refused with the option to use', async (t) => {
  for (const [name, value, advice] of [
    ['logger', true, /must not have logger: use the option logger/],
    ['loggerInstance', {}, /must not have loggerInstance: use the option logger/],
    ['logController', {}, /must not have logController: use the option logger/],
    ['disableRequestLogging', true, /use logger: \{ requestLogging: false \}/],
    ['genReqId', () => '1', /must not have genReqId: use the header x-request-id/],
    ['requestIdHeader', 'x-id', /must not have requestIdHeader: use the header x-request-id/]
  ] as const) {
    const options = { fastify: { [name]: value } } as object
    await t.rejects(createApp(t, options).run(), { code: 'GNAR_ERR_CONFIGURATION', message: advice })
    await t.rejects(createApp(t, options).run(), { message: /option fastify of GnarApp/ })
  }
  // @ts-expect-error: the type excludes it, too
  createApp(t, { fastify: { logger: true } })
})
