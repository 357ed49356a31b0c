import type { JWT } from '@fastify/jwt'
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import gnarJwt, { type GnarJwtOptions } from '../src/index.ts'
import {
  createApp,
  createProtectedApp,
  forge,
  freshToken,
  get,
  nowInSeconds,
  payloadOf,
  secret
} from './app.ts'

const old = 'the secret of the winter before, 1'

t.test('J1 a secret that is missing, empty or a key of another kind is an error that names it', async (t) => {
  const messages = []
  for (const options of [
    { env: {} },
    { env: { GNAR_JWT_SECRET_KEY: '' } },
    { env: { GNAR_JWT_SECRET_KEY: '  ' } },
    { secret: '' },
    { secret: [] },
    { secret: [secret, ''] },
    { secret: '-----BEGIN PUBLIC KEY-----\nMII' },
    { env: { GNAR_JWT_SECRET_KEY: '-----BEGIN RSA PRIVATE KEY-----\\nMII' } },
    { secret: [secret, '{"kty":"RSA","n":"hunter2","e":"AQAB"}'] },
    { secret: ' {"k":"hunter2","kty":"oct"}' },
    { secret: '{"keys":[{"kty":"EC","crv":"hunter2"}]}' },
    { secret, previousSecret: '-----BEGIN CERTIFICATE-----' },
    { secret, previousSecret: '' },
    { secret, env: { GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES: 'soon', GNAR_JWT_MAX_SESSION_MINUTES: '-1' } },
    { secret, isRevokd: () => false },
    { secret, isRevoked: true }
  ]) {
    const failure = await register({ env: {}, ...options } as GnarJwtOptions)
    t.equal(failure.code, 'GNAR_ERR_CONFIGURATION')
    messages.push(failure.message)
  }
  t.notMatch(messages.join(), 'hunter2')
  t.matchSnapshot(messages.join('\n'))
})

t.test('J1 tokens live as long as the variable says', async (t) => {
  const env = { MY_JWT_SECRET_KEY: secret, MY_JWT_ACCESS_TOKEN_EXPIRES_MINUTES: '60' }
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarJwt, { env, envPrefix: 'MY' })
  const { exp, auth_time } = payloadOf(fastify.createAccessToken('shaun'))
  t.equal(Number(exp) - Number(auth_time), 3600)
})

t.test(
  'J1 J10 a weak secret or one that ends in white space logs a warning without showing it',
  async (t) => {
    t.matchSnapshot(await logLines({ secret, production: true }))
    t.matchSnapshot(await logLines({ secret: 'short', production: true }))
    t.matchSnapshot(await logLines({ secret: [secret, 'ñandú'], production: true, envPrefix: 'MY' }))
    t.matchSnapshot(await logLines({ secret: 'short' }))
    t.matchSnapshot(await logLines({ secret: `${secret}\n` }))
    t.matchSnapshot(await logLines({ secret, previousSecret: `${old} ` }))
    t.strictSame(
      await logLines({ secret: '{"kty":"of nobody"} {"keys":1} and so on' }),
      ['30 JWT configured, tokens expire in 15 minutes'],
      'a secret may look like JSON'
    )
  }
)

t.test('J1 options are never changed, and serve two instances', async (t) => {
  const options = Object.freeze({ secret: Object.freeze([secret, old]), env: Object.freeze({}) })
  for (const _ of [1, 2]) await createApp(t, options)
})

t.test('J7 the first secret signs, each verifies, and a refresh signs with the first', async (t) => {
  const exp = nowInSeconds() + 60
  for (const options of [
    { secret: [secret, old] },
    { secret, previousSecret: old },
    { secret: [secret, 'an even older secret, of 2024 or so', old] },
    { env: { GNAR_JWT_SECRET_KEY: secret, GNAR_JWT_SECRET_KEY_PREVIOUS: old }, secret: undefined },
    { secret: [secret, old, secret], previousSecret: old }
  ]) {
    const fastify = await createProtectedApp(t, options)
    const today = await createProtectedApp(t)
    const response = await get(fastify, `Bearer ${forge({ identity: 'shaun', exp }, {}, old)}`)
    t.equal(response.json().identity, 'shaun')
    t.equal((await get(today, `Bearer ${freshToken(response)}`)).statusCode, 200)
    t.equal((await get(today, `Bearer ${fastify.createAccessToken('shaun')}`)).statusCode, 200)
    const strange = await get(fastify, `Bearer ${forge({ identity: 'shaun', exp }, {}, 'a third secret')}`)
    t.equal(strange.json().message, 'Signature verification failed')
    const expired = await get(fastify, `Bearer ${forge({ identity: 'shaun', exp: 1 }, {}, old)}`)
    t.equal(expired.json().message, 'Token has expired')
  }
})

t.test('J7 the previous secret is tried only when the signature does not match the first', async (t) => {
  const fastify = await createProtectedApp(t, { secret: [secret, old] })
  const { gnarPrevious0 } = fastify.jwt as unknown as { gnarPrevious0: JWT }
  const tries = t.capture(gnarPrevious0, 'verify', gnarPrevious0.verify)
  const exp = nowInSeconds() + 60
  for (const [token, times] of [
    [forge({ identity: 1, exp }), 0],
    [forge({ identity: 1, exp: 1 }), 0],
    [forge({ identity: 1, exp: 'soon' }), 0],
    [forge({ identity: 1, exp }, { alg: 'none' }, old), 0],
    [forge({ identity: 1, exp }, {}, old), 1]
  ] as const) {
    await get(fastify, `Bearer ${token}`)
    t.equal(tries().length, times)
  }
})

t.test('J7 a variable holds one secret, whatever characters it has', async (t) => {
  const key = 'one,two; three four|five\nsix, and long enough'
  const fastify = await createProtectedApp(t, { secret: undefined, env: { GNAR_JWT_SECRET_KEY: key } })
  const ask = async (signer: string) =>
    (await get(fastify, `Bearer ${forge({ identity: 1, exp: nowInSeconds() + 60 }, {}, signer)}`)).statusCode
  t.strictSame([await ask(key), await ask('one'), await ask('one,two')], [200, 401, 401])
})

t.test('J4 a direct call of jwtVerify checks our secret, HS256, exp, iss and aud', async (t) => {
  const fastify = await createApp(t, { issuer: 'piste', audience: 'riders' })
  fastify.get('/', async (request) => request.jwtVerify())
  const claims = { identity: 'shaun', exp: nowInSeconds() + 60, iss: 'piste', aud: 'riders' }
  const status = async (payload: object) => (await get(fastify, `Bearer ${forge(payload)}`)).statusCode
  t.equal(await status(claims), 200)
  t.not((await get(fastify, `Bearer ${forge(claims, {}, 'another secret')}`)).statusCode, 200)
  t.not((await get(fastify, `Bearer ${forge(claims, { alg: 'HS512' })}`)).statusCode, 200)
  for (const claim of [
    { exp: 1 },
    { exp: undefined },
    { iss: 'x' },
    { iss: undefined },
    { aud: 'x' },
    { nbf: 4e9 }
  ]) {
    t.not(await status({ ...claims, ...claim }), 200)
  }
})

t.test('J7 an empty variable counts as not set, and no empty secret verifies', async (t) => {
  const env = { GNAR_JWT_SECRET_KEY: secret, GNAR_JWT_SECRET_KEY_PREVIOUS: '' }
  const fastify = await createProtectedApp(t, { secret: undefined, env })
  const authorization = `Bearer ${forge({ identity: 1, exp: nowInSeconds() + 60 }, {}, '')}`
  t.equal((await get(fastify, authorization)).json().message, 'Signature verification failed')
})

t.test('J7 two instances, and two scopes of one instance, have their own secrets', async (t) => {
  const other = await createProtectedApp(t, { secret: old })
  const fastify = Fastify()
  t.after(() => fastify.close())
  for (const [prefix, key] of Object.entries({ '/new': secret, '/old': old })) {
    fastify.register(
      async (scope) => {
        await scope.register(gnarJwt, { secret: key, env: {} })
        scope.addHook('onRequest', scope.authenticate)
        scope.get('/', async ({ identity }) => ({ identity }))
      },
      { prefix }
    )
  }
  const [own, foreign] = [secret, old].map(
    (key) => `Bearer ${forge({ identity: 'shaun', exp: nowInSeconds() + 60 }, {}, key)}`
  )
  const ask = async (app: FastifyInstance, url: string) =>
    Promise.all([own, foreign].map(async (header) => (await get(app, header, url)).statusCode))
  t.strictSame(await ask(fastify, '/new'), [200, 401])
  t.strictSame(await ask(fastify, '/old'), [401, 200])
  t.strictSame(await ask(other, '/'), [401, 200])
  const refreshed = freshToken(await get(fastify, foreign, '/old'))
  t.equal((await get(other, `Bearer ${refreshed}`)).statusCode, 200)
  t.equal((await get(fastify, undefined, '/nowhere')).statusCode, 404)
})

async function register(options: GnarJwtOptions): Promise<{ code: string; message: string }> {
  const fastify = Fastify()
  try {
    await fastify.register(gnarJwt, options)
  } catch (error) {
    return error as { code: string; message: string }
  } finally {
    await fastify.close()
  }
  throw new Error('the options were accepted')
}

/** Level and message of what is logged while the plugin registers. */
async function logLines(options: GnarJwtOptions): Promise<string[]> {
  const lines: string[] = []
  const stream = {
    write: (line: string) => {
      const { level, msg } = JSON.parse(line)
      lines.push(`${level} ${msg}`)
    }
  }
  const fastify = Fastify({ logger: { stream } })
  await fastify.register(gnarJwt, { env: {}, ...options })
  await fastify.close()
  return lines
}
