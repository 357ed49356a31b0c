import t from 'tap'
import type { AccessTokenOptions } from '../src/index.ts'
import { createApp, createProtectedApp, forge, get, nowInSeconds, payloadOf, stopClock } from './app.ts'

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

t.test('J2 a token has the claims of the original and those of a session', async (t) => {
  stopClock(t)
  const now = nowInSeconds()
  const fastify = await createApp(t)
  const { jti, sid, ...claims } = payloadOf(fastify.createAccessToken('shaun', { claims: { role: 'rider' } }))
  t.strictSame(claims, {
    identity: 'shaun',
    sub: 'shaun',
    iat: now - 5,
    nbf: now - 10,
    exp: now + 15 * 60,
    fresh: false,
    type: 'access',
    auth_time: now,
    role: 'rider'
  })
  t.match(jti, uuid)
  t.match(sid, uuid)
})

t.test('J2 only an identity that is a string is the subject', async (t) => {
  const fastify = await createApp(t)
  for (const identity of [7, 0, 1.5, true, false, [1, 'a'], { id: 7 }]) {
    const claims = payloadOf(fastify.createAccessToken(identity))
    t.strictSame(claims.identity, identity)
    t.notOk('sub' in claims)
  }
})

t.test('J2 expiresIn is a number with a unit', async (t) => {
  stopClock(t)
  const fastify = await createApp(t)
  const life = (expiresIn: string) => {
    const { exp } = payloadOf(fastify.createAccessToken('shaun', { expiresIn }))
    return Number(exp) - nowInSeconds()
  }
  t.strictSame(['30s', '15m', '2h', '7d'].map(life), [30, 900, 7200, 604_800])
  for (const expiresIn of [120, '120', '', '0m', '-1m', '1.5h', '1w', '15 m', 'm', null, {}]) {
    t.throws(() => fastify.createAccessToken('shaun', { expiresIn: expiresIn as string }), {
      code: 'GNAR_ERR_JWT_EXPIRES_IN',
      message: "such as '30s', '15m', '2h' or '7d'"
    })
  }
})

t.test('J2 an identity that a token cannot hold unchanged is an error', async (t) => {
  const fastify = await createApp(t)
  const create = (identity: unknown) => () => fastify.createAccessToken(identity as string)
  for (const identity of [null, undefined, () => 1, Symbol('shaun'), new Date(Number.NaN)]) {
    t.throws(create(identity), { code: 'GNAR_ERR_JWT_IDENTITY' }, typeof identity)
  }
  const circular = { self: {} }
  circular.self = circular
  for (const identity of [
    2 ** 53,
    { id: -(2 ** 60) },
    Number.NaN,
    [Number.POSITIVE_INFINITY],
    1n,
    circular
  ]) {
    t.throws(create(identity), { code: 'GNAR_ERR_JWT_CLAIMS', statusCode: 500 })
  }
  t.throws(create('x'.repeat(8192)), { code: 'GNAR_ERR_JWT_CLAIMS', message: 'longer than 8192 characters' })
  t.throws(create(JSON.parse('['.repeat(100) + ']'.repeat(100))), { message: 'deeper than 64 levels' })
})

t.test('J2 claims with a reserved name are an error', async (t) => {
  const fastify = await createApp(t)
  const reserved = 'iat nbf exp jti iss aud sub identity fresh type auth_time sid'.split(' ')
  for (const name of reserved) {
    t.throws(() => fastify.createAccessToken('shaun', { claims: { [name]: 1 } }), {
      code: 'GNAR_ERR_JWT_CLAIMS',
      message: `the claim ${name} is reserved`
    })
  }
  for (const claims of [[], 'role', null, { big: 2 ** 53 }]) {
    t.throws(() => fastify.createAccessToken('shaun', { claims: claims as object }), {
      code: 'GNAR_ERR_JWT_CLAIMS'
    })
  }
})

t.test('J2 identity and claims are signed and checked as they are after a JSON round trip', async (t) => {
  const fastify = await createApp(t)
  const claims = { toJSON: () => ({ identity: 'root', sid: 'x' }) }
  t.throws(() => fastify.createAccessToken('shaun', { claims }), {
    message: 'the claim identity is reserved'
  })
  t.throws(() => fastify.createAccessToken({ toJSON: () => null }), { code: 'GNAR_ERR_JWT_IDENTITY' })
  const day = '2026-11-23T00:00:00.000Z'
  t.match(payloadOf(fastify.createAccessToken(new Date(day))), { identity: day, sub: day })
})

t.test(
  'J2 a token that expires after the year 9999 would be refused everywhere, so it is an error',
  async (t) => {
    const fastify = await createApp(t)
    t.throws(() => fastify.createAccessToken('shaun', { expiresIn: '999999999d' }), {
      code: 'GNAR_ERR_JWT_CLAIMS',
      message: 'Expiration Time claim (exp) must be a date from 1970 to 9999.'
    })
  }
)

t.test('J2 an unknown option is an error that names the nearest', async (t) => {
  const fastify = await createApp(t)
  t.throws(() => fastify.createAccessToken('shaun', { expireIn: '1h' } as AccessTokenOptions), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'did you mean "expiresIn"?'
  })
})

t.test('J2 the clocks of two hosts may differ by five seconds', async (t) => {
  stopClock(t)
  const now = nowInSeconds()
  const strict = await createProtectedApp(t, { clockToleranceSeconds: 0 })
  const fastify = await createProtectedApp(t)
  const verdicts = async (claims: object) => {
    const header = `Bearer ${forge({ identity: 'shaun', exp: now + 60, ...claims })}`
    return [(await get(fastify, header)).statusCode, (await get(strict, header)).statusCode]
  }
  for (const claim of ['nbf', 'iat', 'auth_time']) {
    t.strictSame(await verdicts({ [claim]: now }), [200, 200], claim)
    t.strictSame(await verdicts({ [claim]: now + 5 }), [200, 401], claim)
    t.strictSame(await verdicts({ [claim]: now + 6 }), [401, 401], claim)
  }
  t.strictSame(await verdicts({ exp: now + 1 }), [200, 200])
  t.strictSame(await verdicts({ exp: now - 4 }), [200, 401])
  t.strictSame(await verdicts({ exp: now - 5 }), [401, 401], 'RFC 7519: not on or after exp')
})

t.test('J4 issuer and audience, once set, are signed and required', async (t) => {
  const env = { GNAR_JWT_ISSUER: 'piste', GNAR_JWT_AUDIENCE: 'riders' }
  const fastify = await createProtectedApp(t, { env })
  const exp = nowInSeconds() + 60
  const message = async (claims: object) =>
    (await get(fastify, `Bearer ${forge({ identity: 'shaun', exp, ...claims })}`)).json().message
  t.match(payloadOf(fastify.createAccessToken('shaun')), { iss: 'piste', aud: 'riders' })
  t.equal((await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`)).statusCode, 200)
  t.equal(await message({ iss: 'piste', aud: ['skiers', 'riders'] }), undefined)
  t.equal(await message({ aud: 'riders' }), 'Token is missing the "iss" claim')
  t.equal(await message({ iss: 'piste' }), 'Token is missing the "aud" claim')
  t.equal(await message({ iss: 'Piste', aud: 'riders' }), 'Invalid issuer')
  t.equal(await message({ iss: ['piste'], aud: 'riders' }), 'Invalid issuer')
  t.equal(await message({ iss: 'piste', aud: ['skiers'] }), 'Invalid audience')
  t.equal(await message({ iss: 'piste', aud: [] }), 'Invalid audience')
})
