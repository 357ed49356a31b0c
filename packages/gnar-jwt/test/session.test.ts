import t, { type Test } from 'tap'
import type { GnarJwtOptions } from '../src/index.ts'
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

t.test('J5 a session ends after maxSessionMinutes, however often it is refreshed', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t, { env: { GNAR_JWT_MAX_SESSION_MINUTES: '30' } })
  let token = fastify.createAccessToken('shaun')
  const start = nowInSeconds()
  for (const minutes of [10, 20, 29]) {
    move(start + minutes * 60 - nowInSeconds())
    const response = await get(fastify, `Bearer ${token}`)
    t.equal(response.statusCode, 200)
    token = freshToken(response) ?? ''
    t.equal(payloadOf(token).exp, Math.min(nowInSeconds() + 900, start + 1800))
  }
  move(start + 30 * 60 - nowInSeconds())
  const inTolerance = await get(fastify, `Bearer ${token}`)
  t.equal(inTolerance.statusCode, 200)
  t.equal(freshToken(inTolerance), undefined)
  move(5)
  t.equal((await get(fastify, `Bearer ${token}`)).json().message, 'Token has expired')
})

t.test('J5 without maxSessionMinutes a session never ends, as in the original', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t)
  let token = fastify.createAccessToken('shaun')
  for (let day = 0; day < 100; day += 1) {
    move(899)
    token = freshToken(await get(fastify, `Bearer ${token}`)) ?? ''
  }
  t.equal((await get(fastify, `Bearer ${token}`)).statusCode, 200)
})

t.test('J5 a token that outlives its session is refused', async (t) => {
  const move = stopClock(t)
  const uncapped = await createApp(t)
  const capped = await createProtectedApp(t, { maxSessionMinutes: 30 })
  const authorization = `Bearer ${uncapped.createAccessToken('shaun', { expiresIn: '7d' })}`
  t.equal((await get(capped, authorization)).statusCode, 200)
  move(1805)
  const response = await get(capped, authorization)
  t.equal(response.statusCode, 401)
  t.match(response.json(), {
    code: 'GNAR_ERR_JWT_SESSION_ENDED',
    message: 'Session has ended: sign in again'
  })
})

t.test('J5 the first token also ends with its session', async (t) => {
  stopClock(t)
  const fastify = await createApp(t, { maxSessionMinutes: 30 })
  const { exp } = payloadOf(fastify.createAccessToken('shaun', { expiresIn: '2h' }))
  t.equal(exp, nowInSeconds() + 1800)
})

t.test('J5 omitting claims does not extend a capped session', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t, { maxSessionMinutes: 30 })
  const start = nowInSeconds()
  const lastExp = async (claims: object) => {
    let token = forge({ identity: 'shaun', exp: start + 900, ...claims })
    move(start - nowInSeconds())
    for (let minute = 0; minute < 40; minute += 1) {
      token = freshToken(await get(fastify, `Bearer ${token}`)) ?? token
      move(60)
    }
    return Number(payloadOf(token).exp) - start
  }
  t.equal(await lastExp({ auth_time: start - 600, iat: start }), 1200, 'counted from auth_time')
  t.equal(await lastExp({ iat: start - 600 }), 1200, 'else from iat')
  t.equal(await lastExp({}), 900, 'a token with neither ends when it ends')
})

t.test('J5 a refresh without a cap records when the session began, for services that have one', async (t) => {
  stopClock(t)
  const fastify = await createProtectedApp(t)
  const now = nowInSeconds()
  const authTime = async (claims: object) =>
    payloadOf(freshToken(await get(fastify, `Bearer ${forge({ identity: 1, exp: now + 60, ...claims })}`)))
      .auth_time
  t.equal(await authTime({ auth_time: now - 100, iat: now }), now - 100)
  t.equal(await authTime({ iat: now - 50 }), now - 50)
  t.equal(await authTime({}), now)
})

t.test('X3 J5 a token for a peer carries the session and is valid for five minutes', async (t) => {
  const move = stopClock(t)
  const { peerToken, fastify } = await createPeerApp(t)
  const token = fastify.createAccessToken({ id: 7 }, { claims: { tenant: 'gnar' } })
  move(60)
  const { sid, auth_time } = payloadOf(token)
  const claims = payloadOf(await peerToken(token))
  t.match(claims, { identity: { id: 7 }, tenant: 'gnar', sid, auth_time, type: 'access' })
  t.equal(claims.exp, nowInSeconds() + 300)
  t.equal(payloadOf(await peerToken(fastify.createAccessToken(0))).identity, 0)
})

t.test('X3 there is no token for a peer where nobody is signed in', async (t) => {
  const { fastify } = await createPeerApp(t)
  const token = fastify.createAccessToken('shaun')
  t.equal((await get(fastify, `Bearer ${token}`, '/unprotected')).body, 'none')
  t.equal((await get(fastify, undefined, '/optional')).body, 'none')
  t.not((await get(fastify, `Bearer ${token}`, '/optional')).body, 'none')
})

t.test('X3 after signing out, peer calls of that request still have a token', async (t) => {
  const { fastify } = await createPeerApp(t)
  const response = await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`, '/sign-out')
  t.equal(payloadOf(response.body).identity, 'shaun')
  t.equal(freshToken(response), undefined)
})

t.test('X3 J5 a capped session cannot be extended through a peer', async (t) => {
  const move = stopClock(t)
  const { peerToken, fastify } = await createPeerApp(t, { maxSessionMinutes: 30 })
  const start = nowInSeconds()
  const capped = fastify.createAccessToken('shaun', { expiresIn: '2h' })
  const bare = forge({ identity: 'shaun', exp: start + 1800 })
  move(1700)
  for (const token of [capped, bare]) {
    const forPeer = await peerToken(token)
    t.equal(payloadOf(forPeer).exp, start + 1800, 'the token itself')
    const response = await get(fastify, `Bearer ${forPeer}`)
    t.equal(payloadOf(freshToken(response)).exp, start + 1800, 'what the peer makes of it')
  }
  move(102)
  t.equal((await get(fastify, `Bearer ${capped}`)).body, 'none', 'within the tolerance for clocks')
})

/** An app whose routes return the token that they would send to a peer. */
async function createPeerApp(t: Test, options: GnarJwtOptions = {}) {
  const fastify = await createApp(t, options)
  fastify.get(
    '/',
    { onRequest: fastify.authenticate },
    async (request) => request.createPeerToken() ?? 'none'
  )
  fastify.get('/unprotected', async (request) => request.createPeerToken() ?? 'none')
  fastify.get('/optional', { onRequest: fastify.authenticateOptional }, async (request) => {
    return request.createPeerToken() ?? 'none'
  })
  fastify.get('/sign-out', { onRequest: fastify.authenticate }, async (request, reply) => {
    reply.endSession()
    return request.createPeerToken()
  })
  const peerToken = async (token: string) => (await get(fastify, `Bearer ${token}`)).body
  return { fastify, peerToken }
}
