import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import t from 'tap'
import {
  createApp,
  createProtectedApp,
  forge,
  freshToken,
  get,
  nowInSeconds,
  payloadOf,
  stopClock
} from './app.ts'

t.test('J5 a response to an authenticated request carries a fresh token of the same session', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t)
  const token = fastify.createAccessToken('shaun', { claims: { role: 'rider' } })
  move(600)
  const response = await get(fastify, `Bearer ${token}`)
  t.equal(response.headers['cache-control'], 'no-store')
  const before = payloadOf(token)
  const after = payloadOf(freshToken(response))
  const { identity, sub, role, sid, auth_time } = before
  t.match(after, { identity, sub, role, sid, auth_time, type: 'access', fresh: false })
  t.equal(after.exp, nowInSeconds() + 15 * 60)
  t.not(after.jti, before.jti)
  t.equal((await get(fastify, `Bearer ${freshToken(response)}`)).statusCode, 200)
})

t.test('J5 a refresh keeps the identity exactly as it was', async (t) => {
  const fastify = await createProtectedApp(t)
  const identities = [
    'Ståle 🏂 \u0000 "quoted" \ud800',
    ...[1, -1, 0.1, 1e-7, 2 ** 53 - 1, true, [[], {}], { id: 1, deep: { list: [null, '', 0] } }],
    JSON.parse('{"__proto__":{"admin":true},"constructor":1,"2":"b","1":"a"}')
  ]
  for (const identity of identities) {
    const response = await get(fastify, `Bearer ${fastify.createAccessToken(identity)}`)
    t.equal(JSON.stringify(payloadOf(freshToken(response)).identity), JSON.stringify(identity))
    t.equal(JSON.stringify(response.json().identity), JSON.stringify(identity))
  }
})

t.test('J5 which responses carry a fresh token', async (t) => {
  const fastify = await createApp(t)
  const protect = { onRequest: fastify.authenticate }
  fastify.get('/ok', protect, async () => 'ok')
  fastify.get('/empty', protect, async (_request, reply) => reply.code(204).send())
  fastify.get('/stream', protect, async () => Readable.from(['ok']))
  fastify.get('/error', protect, async () => Promise.reject(new Error('lift broken')))
  fastify.get('/not-found', protect, async (_request, reply) => reply.callNotFound())
  fastify.get('/invalid', { ...protect, schema: { querystring: { required: ['a'] } } }, async () => 'ok')
  fastify.get('/optional', { onRequest: fastify.authenticateOptional }, async () => 'ok')

  fastify.get('/unprotected', async () => 'ok')
  fastify.get('/public', { ...protect, config: { public: true } }, async () => 'ok')
  fastify.get('/still', { ...protect, config: { gnarJwt: { refresh: false } } }, async () => 'ok')
  fastify.get('/sign-out', protect, async (_request, reply) => {
    reply.endSession()
    return 'ok'
  })
  fastify.get('/disabled', protect, async (_request, reply) => reply.code(401).send('account disabled'))
  fastify.get('/forbidden', protect, async () =>
    Promise.reject(Object.assign(new Error('no'), { statusCode: 403 }))
  )
  const early = async () => Promise.reject(new Error('before authentication'))
  fastify.get('/early', { preValidation: early, preHandler: fastify.authenticate }, async () => 'ok')

  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  for (const url of ['/ok', '/empty', '/stream', '/error', '/not-found', '/invalid', '/optional']) {
    const response = await get(fastify, authorization, url)
    t.ok(freshToken(response), url)
    t.equal(response.headers['cache-control'], 'no-store', url)
  }
  for (const url of [
    ...['/unprotected', '/public', '/still', '/sign-out', '/disabled', '/forbidden', '/early'],
    ...['/nowhere', '/%ff']
  ]) {
    const response = await get(fastify, authorization, url)
    t.equal(freshToken(response), undefined, url)
    t.equal(response.headers['cache-control'], undefined, url)
  }
  t.equal(freshToken(await get(fastify, `${authorization}x`, '/ok')), undefined, 'a bad token')
  t.equal(freshToken(await get(fastify, undefined, '/optional')), undefined, 'nobody')
})

t.test('J5 the status of a failure counts, whatever status the style of errors sends', async (t) => {
  const fastify = await createApp(t)
  fastify.decorateReply('failure', null)
  fastify.get<{ Params: { status: number } }>(
    '/:status',
    { onRequest: fastify.authenticate },
    async ({ params }, reply) =>
      Object.assign(reply, { failure: { status: Number(params.status) } }).send('ok')
  )
  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  for (const [status, isRefreshed] of [
    ['401', false],
    ['403', false],
    ['404', true],
    ['500', true]
  ] as const) {
    const response = await get(fastify, authorization, `/${status}`)
    t.equal(response.statusCode, 200)
    t.equal(freshToken(response) !== undefined, isRefreshed, status)
  }
})

t.test('J5 a fresh token is never cached, and a token that the handler sends is kept', async (t) => {
  const fastify = await createApp(t)
  const protect = { onRequest: fastify.authenticate }
  fastify.get('/cached', protect, async (_request, reply) =>
    reply.header('cache-control', 'public').send('ok')
  )
  fastify.get('/switch', protect, async (_request, reply) =>
    reply.header('authorization', 'Bearer other').send('ok')
  )
  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  t.equal((await get(fastify, authorization, '/cached')).headers['cache-control'], 'no-store')
  t.equal(freshToken(await get(fastify, authorization, '/switch')), 'other')
})

t.test('J5 refreshThresholdSeconds delays refreshes until a token is about to expire', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t, { refreshThresholdSeconds: 300 })
  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  move(599)
  t.equal(freshToken(await get(fastify, authorization)), undefined)
  move(1)
  t.ok(freshToken(await get(fastify, authorization)))
})

t.test('J5 a mistyped option or value in the config of a route is an error', async (t) => {
  const fastify = await createApp(t)
  const declare = (gnarJwt: unknown) => () =>
    fastify.get('/typo', { config: { gnarJwt: gnarJwt as object } }, async () => 'ok')
  t.throws(declare({ refesh: false }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'unknown option "refesh" of config.gnarJwt in route GET /typo: did you mean "refresh"?'
  })
  for (const refresh of ['false', 0, null]) {
    t.throws(declare({ refresh }), {
      code: 'GNAR_ERR_CONFIGURATION',
      message: 'refresh of config.gnarJwt in route GET /typo must be true or false'
    })
  }
  for (const gnarJwt of [false, null, 'off', [], 1]) {
    t.throws(declare(gnarJwt), {
      code: 'GNAR_ERR_CONFIGURATION',
      message: 'config.gnarJwt in route GET /typo must be an object'
    })
  }
  t.doesNotThrow(declare({}))
})

t.test('J5 after endSession there is no fresh token, whatever runs before or after it', async (t) => {
  const fastify = await createApp(t)
  const signOut = async (_request: unknown, reply: FastifyReply) => reply.endSession()
  const protect = { onRequest: fastify.authenticate }
  fastify.get('/again', { ...protect, preHandler: fastify.authenticate }, async () => 'ok')
  fastify.get('/before', { onRequest: [signOut, fastify.authenticate] }, async () => 'ok')
  fastify.get(
    '/between',
    { onRequest: [fastify.authenticate, signOut], preHandler: fastify.authenticate },
    async () => 'ok'
  )
  fastify.get('/throws', { ...protect, preHandler: signOut }, async () =>
    Promise.reject(new Error('lift broken'))
  )
  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  t.ok(freshToken(await get(fastify, authorization, '/again')), 'checked twice, and not signed out')
  for (const url of ['/before', '/between', '/throws']) {
    t.equal(freshToken(await get(fastify, authorization, url)), undefined, url)
  }
})

t.test('J5 a token whose refresh would be too long to be accepted is not refreshed', async (t) => {
  const fastify = await createProtectedApp(t)
  const token = forge({ exp: nowInSeconds() + 60, identity: 'x'.repeat(5900) })
  const response = await get(fastify, `Bearer ${token}`)
  t.equal(response.statusCode, 200)
  t.equal(freshToken(response), undefined)
})
