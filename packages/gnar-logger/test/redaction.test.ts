import Fastify from 'fastify'
import t from 'tap'
import { createLogController, loggerServerOptions } from '../src/index.ts'
import { collect, startLogger } from './lines.ts'

const secret = 'hunter2'
const nest = (depth: number, value: object): object => (depth === 0 ? value : { in: nest(depth - 1, value) })
const error = Object.assign(new Error('failed'), { config: { headers: { Authorization: secret } } })

const values: Record<string, object> = {
  'a field': { password: secret },
  'any case': { PassWord: secret, TOKEN: secret, Secret: secret },
  'the words of L5': {
    passwd: secret,
    apiKey: secret,
    secretAccessKey: secret,
    GNAR_SQS_SECRET_ACCESS_KEY: secret,
    privateKey: secret,
    jwt: secret,
    credentials: [secret],
    sessionId: secret
  },
  'a name that ends so': { accessToken: secret, client_secret: secret, 'new-password': secret },
  headers: { headers: { authorization: secret, cookie: secret, 'Set-Cookie': [secret] } },
  'a secret that is an object': { secret: { value: secret } },
  'raw headers': { req: { rawHeaders: ['Authorization', secret] } },
  'depth 7': nest(7, { token: secret }),
  'depth 8': nest(8, { token: secret }),
  'depth 30': nest(30, { token: secret }),
  'a list': { users: [{ password: secret }] },
  'a Map': { map: new Map([['token', secret]]) },
  toJSON: { user: { toJSON: () => ({ password: secret }) } },
  'an error’s property': error,
  'the property of a cause': new Error('outer', { cause: error }),
  'the property of an aggregated error': new AggregateError([error]),
  'a URL': { url: `/login?token=${secret}&x=1` },
  'a URL under a longer name': { callbackUrl: `/login?token=${secret}`, redirect_uri: `/?token=${secret}` },
  'a URL object': { target: new URL(`https://me:${secret}@example.com/?token=${secret}`) },
  'a key too long to be shown': {
    [`${'k'.repeat(200_000)}token`]: secret,
    in: { [`${'k'.repeat(200_000)}token`]: secret }
  }
}

for (const format of ['json', '%(message)s']) {
  t.test(`L5 secrets are redacted by their key in ${format}`, async (t) => {
    for (const [title, value] of Object.entries(values)) {
      const { logger, written } = startLogger({ format })
      logger.info(value, 'hello')
      logger.child({ ...value }).info('hello')
      logger.child({}, { serializers: { made: () => value } }).info({ made: 1 }, 'hello')
      logger.info('%o', value)
      t.notMatch(written.raw(), secret, title)
      t.match(written.raw(), /hello|failed/, title)
    }
  })
}

t.test('L5 other keys and free text are not redacted', async (t) => {
  const { logger, written } = startLogger({ format: '%(message)s' })
  logger.info({ author: 'x', keyId: 8, secretary: 'yes', token: null }, `the password is ${secret}`)
  t.strictSame(written.lines(), [`the password is ${secret} author=x keyId=8 secretary=yes token=null`])
})

const keys = {
  cardNumber: secret,
  user: { SSN: secret, card_number: secret },
  url: `/pay?card-number=${secret}&x=1`
}

t.test('L5 the option redact adds names, in keys and in URLs', async (t) => {
  for (const format of ['json', '%(message)s']) {
    const { logger, written } = startLogger({ format, redact: ['ssn', 'cardNumber'] })
    logger.info(keys, 'hello')
    logger.info({ password: secret, ssnValid: true }, 'the built-in names stay')
    logger.error(Object.assign(new Error('failed'), { ssn: secret }))
    logger.info('%o', { ssn: secret })
    t.notMatch(written.raw(), secret)
    const other = startLogger({ format })
    other.logger.info(keys, 'hello')
    t.match(other.written.raw(), secret, 'another logger is not affected')
  }
  for (const redact of ['ssn', [1], ['']]) {
    t.throws(() => startLogger({ redact: redact as string[] }), {
      message: /^option redact of gnar-logger .* must be a list of words such as ssn or cardNumber/
    })
  }
})

t.test('L5 redact applies to request lines and unknown routes, with a foreign logger too', async (t) => {
  const options = { env: {}, redact: ['pin'] }
  const url = `/unknown?pin=${secret}&spin=1`
  for (const make of [
    (written: ReturnType<typeof collect>) =>
      Fastify(loggerServerOptions({ ...options, destination: written })),
    (written: ReturnType<typeof collect>) =>
      Fastify({ logger: { stream: written }, logController: createLogController(options) })
  ]) {
    const written = collect()
    const fastify = make(written)
    t.after(() => fastify.close())
    await fastify.inject(url)
    t.match(written.raw(), '/unknown?pin=[Redacted]&spin=1')
    t.notMatch(written.raw(), secret)
  }
})
