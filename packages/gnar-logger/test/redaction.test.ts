import t from 'tap'
import { redactUrl } from '../src/index.ts'
import { startLogger } from './lines.ts'

const secret = 'hunter2'
const nest = (depth: number, value: object): object => (depth === 0 ? value : { in: nest(depth - 1, value) })
const error = Object.assign(new Error('failed'), { config: { headers: { Authorization: secret } } })

const values: Record<string, object> = {
  'a field': { password: secret },
  'any case': { PassWord: secret, TOKEN: secret, Secret: secret },
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

t.test('L5 what is no secret is left alone', async (t) => {
  const { logger, written } = startLogger({ format: '%(message)s' })
  logger.info({ tokens: 3, passwordLength: 8, cookies: 'yes', token: null }, `the password is ${secret}`)
  t.strictSame(written.lines(), [
    `the password is ${secret} tokens=3 passwordLength=8 cookies=yes token=null`
  ])
})

const urls: [string, string][] = [
  ['/plain', '/plain'],
  ['/a?x=1&y=2', '/a?x=1&y=2'],
  ['/a?token=abc', '/a?token=[Redacted]'],
  ['/a?x=1&TOKEN=abc&y=2#token=z', '/a?x=1&TOKEN=[Redacted]&y=2#token=[Redacted]'],
  ['/a?%74oken=abc', '/a?%74oken=[Redacted]'],
  [
    '/a?user[password]=abc&client_secret=x;token=y',
    '/a?user[password]=[Redacted]&client_secret=[Redacted];token=[Redacted]'
  ],
  ['/a?token', '/a?token'],
  ['/a?%zz=1&token=a=b', '/a?%zz=1&token=[Redacted]'],
  ['/token=abc', '/token=abc'],
  ['https://me:abc@example.com/?x=1', 'https://me:[Redacted]@example.com/?x=1'],
  ['https://example.com:80/@x', 'https://example.com:80/@x'],
  ['', '']
]

t.test('L5 redactUrl hides the values of secret keys in a query', async (t) => {
  for (const [url, safe] of urls) t.equal(redactUrl(url), safe, url)
})
