import t from 'tap'
import type { Claims } from '../src/index.ts'
import { createApp, createProtectedApp, freshToken, get, payloadOf } from './app.ts'

t.test('J6 isRevoked is called at every use, and ends a session whatever its newest token is', async (t) => {
  const revoked = new Set<unknown>()
  const asked: Claims[] = []
  const isRevoked = async (claims: Claims) => {
    asked.push(claims)
    return revoked.has(claims.sid)
  }
  const fastify = await createProtectedApp(t, { isRevoked })
  const first = fastify.createAccessToken('shaun')
  const other = fastify.createAccessToken('shaun')
  const second = freshToken(await get(fastify, `Bearer ${first}`))
  t.equal((await get(fastify, `Bearer ${first}`)).statusCode, 200)
  t.equal((await get(fastify, `Bearer ${second}`)).json().identity, 'shaun')
  t.equal(asked.length, 3)
  revoked.add(payloadOf(first).sid)
  for (const token of [first, second]) {
    const response = await get(fastify, `Bearer ${token}`)
    t.equal(response.statusCode, 401)
    t.match(response.json(), { code: 'GNAR_ERR_JWT_REVOKED', message: 'Token has been revoked' })
    t.equal(response.headers['www-authenticate'], 'Bearer error="invalid_token"')
    t.equal(freshToken(response), undefined)
  }
  t.equal((await get(fastify, `Bearer ${other}`)).statusCode, 200)
})

t.test('J6 isRevoked may return at once, and is never called for a bad token', async (t) => {
  let asked = 0
  const isRevoked = () => {
    asked += 1
    return asked > 1
  }
  const fastify = await createProtectedApp(t, { isRevoked })
  const token = fastify.createAccessToken('shaun')
  await get(fastify, `Bearer ${token}x`)
  t.equal(asked, 0)
  t.equal((await get(fastify, `Bearer ${token}`)).statusCode, 200)
  t.equal((await get(fastify, `Bearer ${token}`)).statusCode, 401)
})

const failures: Record<string, () => boolean | Promise<boolean>> = {
  'that throws': () => {
    throw new Error('database password=hunter2')
  },
  'that rejects': async () => Promise.reject(new Error('database password=hunter2')),
  'that takes too long': () => new Promise(() => {}),
  'that rejects when it is too late': () =>
    new Promise((_, reject) => setTimeout(reject, 60, new Error('late'))),
  'that returns nothing': async () => undefined as unknown as boolean,
  'that returns a number': () => 0 as unknown as boolean
}

for (const [title, isRevoked] of Object.entries(failures)) {
  t.test(`J6 an isRevoked ${title} refuses with 503`, async (t) => {
    const fastify = await createProtectedApp(t, { isRevoked, isRevokedTimeoutMs: 30 })
    const causes: unknown[] = []
    fastify.addHook('onError', async (_request, _reply, { cause }) => {
      causes.push(cause)
    })
    const response = await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`)
    t.equal(response.statusCode, 503)
    t.match(response.json(), { code: 'GNAR_ERR_JWT_REVOCATION_CHECK', message: /try again later$/ })
    t.equal(freshToken(response), undefined)
    t.ok(causes[0] instanceof Error, 'the reason is kept for the log')
    t.notMatch(response.body, 'hunter2')
  })
}

t.test('J5 J6 a second check that fails withdraws the fresh token of the first', async (t) => {
  const responses = [false]
  const fastify = await createApp(t, { isRevoked: async () => responses.pop() as boolean })
  const check = fastify.authenticate
  fastify.get('/', { onRequest: check, preHandler: check }, async () => 'ok')
  const response = await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`)
  t.equal(response.statusCode, 503)
  t.equal(freshToken(response), undefined)
})
