import t from 'tap'
import { createApp, get, secret } from './app.ts'

t.test('J3 requireIdentity returns the identity of a protected route', async (t) => {
  const fastify = await createApp(t, { secret })
  fastify.get('/', { onRequest: fastify.authenticate }, async (request) => ({
    id: request.requireIdentity()
  }))
  const response = await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`)
  t.strictSame(response.json(), { id: 'shaun' })
})

t.test('J3 on a route without the guard, requireIdentity says how to protect the route', async (t) => {
  const fastify = await createApp(t)
  fastify.get('/rider/:id', async (request) => request.requireIdentity())
  fastify.get('/optional', { onRequest: fastify.authenticateOptional }, async (request) =>
    request.requireIdentity()
  )

  const open = await fastify.inject('/rider/7?token=s3cret')
  t.equal(open.statusCode, 500)
  t.match(open.json(), {
    code: 'GNAR_ERR_JWT_NO_IDENTITY',
    message:
      'GET /rider/:id has no identity: protect the route with onRequest: fastify.authenticate, or check request.identity for null'
  })
  t.match((await fastify.inject('/optional')).json(), { code: 'GNAR_ERR_JWT_NO_IDENTITY' })
})
