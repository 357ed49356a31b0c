import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import t from 'tap'
import { createProtectedApp, get } from './app.ts'

t.test('T1 gnar-jwt:refusal tells why a request was refused, without its token', async (t) => {
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  subscribe('gnar-jwt:refusal', onEvent)
  t.after(() => unsubscribe('gnar-jwt:refusal', onEvent))
  const fastify = await createProtectedApp(t, { isRevoked: () => true })
  fastify.get('/optional/:id', { onRequest: fastify.authenticateOptional }, async () => 'x')
  const token = fastify.createAccessToken('shaun')
  await get(fastify)
  await get(fastify, `Bearer ${token}`)
  await get(fastify, `Bearer ${token}x`, '/optional/7')
  await get(fastify, undefined, '/optional/7')
  t.strictSame(events, [
    { code: 'GNAR_ERR_JWT_MISSING', method: 'GET', route: '/' },
    { code: 'GNAR_ERR_JWT_REVOKED', method: 'GET', route: '/' },
    { code: 'GNAR_ERR_JWT_INVALID', method: 'GET', route: '/optional/:id' }
  ])
})
