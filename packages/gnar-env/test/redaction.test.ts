import t from 'tap'
import { createRedaction, isSecretKey, redactUrl } from '../src/index.ts'

const secretKeys = [
  'password',
  'passwd',
  'secretAccessKey',
  'GNAR_SQS_SECRET_ACCESS_KEY',
  'apiKey',
  'api_key',
  'x-api-key',
  'X-API-KEY',
  'APIKey',
  'apikeys',
  'accessKey',
  'aws_access_key_id',
  'privateKey',
  'PRIVATE KEY',
  'credentials',
  'jwt',
  'userJWTs',
  'JWT_SECRET_KEY_PREVIOUS',
  'session',
  'sessions',
  'sessionId',
  'jsessionid',
  'token2',
  'token_hash',
  'accesstoken',
  'PassWord',
  'pAsSwOrD',
  'user.password',
  'Authorization',
  'Proxy-Authorization',
  'x-authorization',
  'cookie_header',
  'xauthorization',
  'cookie',
  'cookies',
  'Set-Cookie',
  'setCookie',
  'rawHeaders'
]

const otherKeys = [
  'user',
  'key',
  'keyId',
  'access',
  'private',
  'author',
  'authorize',
  'cookieless',
  'tokenize',
  'tokenizer',
  'secretary',
  'possession',
  'obsession',
  'passwordless',
  'apiary',
  'monkey',
  '',
  '123',
  'ключ'
]

t.test('L5 a key is secret by the words in its name', async (t) => {
  for (const key of secretKeys) {
    t.ok(isSecretKey(key), key)
    t.ok(isSecretKey(key.toUpperCase()), key.toUpperCase())
  }
  for (const key of otherKeys) t.notOk(isSecretKey(key), key)
})

t.test('L5 a key that is too long to be a name is secret, and hostile keys take no time', async (t) => {
  t.ok(isSecretKey('k'.repeat(1001)))
  const start = process.cpuUsage()
  for (let count = 0; count < 5000; count++) isSecretKey(`aB${count}${'aB'.repeat(490)}`)
  t.ok(process.cpuUsage(start).user < 5_000_000)
})

t.test('L5 more words are added in any spelling, and stay with their redaction', async (t) => {
  const redaction = createRedaction(['ssn', 'card-number'])
  for (const key of ['ssn', 'SSN', 'userSsn', 'ssns', 'cardNumber', 'CARD_NUMBER', 'cardnumber', 'token']) {
    t.ok(redaction.isSecretKey(key), key)
  }
  for (const key of ['card', 'lessns', 'number']) t.notOk(redaction.isSecretKey(key), key)
  t.notOk(isSecretKey('ssn'))
  t.equal(redaction.redactUrl('/a?ssn=1&b=2'), '/a?ssn=[Redacted]&b=2')
})

const urls: [string, string][] = [
  ['/plain', '/plain'],
  ['/a?x=1&y=2', '/a?x=1&y=2'],
  ['/a?token=abc', '/a?token=[Redacted]'],
  ['/a?apiKey=abc&X-Amz-Security-Token=abc', '/a?apiKey=[Redacted]&X-Amz-Security-Token=[Redacted]'],
  ['/a?x=1&TOKEN=abc&y=2#token=z', '/a?x=1&TOKEN=[Redacted]&y=2#token=[Redacted]'],
  ['/callback#access_token=abc&x=1', '/callback#access_token=[Redacted]&x=1'],
  ['/a?%74oken=abc', '/a?%74oken=[Redacted]'],
  [
    '/a?user[password]=abc&client_secret=x;token=y',
    '/a?user[password]=[Redacted]&client_secret=[Redacted];token=[Redacted]'
  ],
  ['/a?token', '/a?token'],
  ['/a?%zz=1&token=a=b', '/a?%zz=1&token=[Redacted]'],
  ['/token=abc', '/token=abc'],
  ['/a?next=/b?token=abc', '/a?next=/b?token=[Redacted]'],
  ['https://me:abc@example.com/?x=1', 'https://me:[Redacted]@example.com/?x=1'],
  ['https://example.com:80/@x', 'https://example.com:80/@x'],
  ['', '']
]

t.test('L5 redactUrl redacts the values of secret keys in a query', async (t) => {
  for (const [url, safe] of urls) t.equal(redactUrl(url), safe, url)
})
