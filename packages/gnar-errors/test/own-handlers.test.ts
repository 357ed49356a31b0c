import Fastify from 'fastify'
import t from 'tap'
import gnarErrors, { httpError, routeNotFound } from '../src/index.ts'
import { start } from './servers.ts'

t.test('E8 an app may have its own page for unknown paths, and hand the others back', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  fastify.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) throw routeNotFound(request)
    return reply.type('text/html').send('<p>the page</p>')
  })
  fastify.get('/', async () => 'home')
  t.equal((await fastify.inject('/lift/7')).body, '<p>the page</p>')
  const api = await fastify.inject('/api/lift?token=secret')
  t.equal(api.statusCode, 404)
  t.match(api.json(), { error: 'Route GET:/api/lift not found, check the method and the path' })
  t.equal((await fastify.inject('/')).body, 'home')
})

t.test('E8 so may a scope with a prefix, whose hooks run before it', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  await fastify.register(
    async (scope) => {
      scope.setNotFoundHandler(
        {
          preHandler: (_request, reply, done) => {
            reply.header('x-hook', 'ran')
            done()
          }
        },
        async () => 'page of the scope'
      )
    },
    { prefix: '/app' }
  )
  const own = await fastify.inject('/app/nowhere')
  t.match([own.body, own.headers['x-hook']], ['page of the scope', 'ran'])
  t.match((await fastify.inject('/nowhere')).json(), { error: /^Route GET:\/nowhere not found/ })
})

t.test('E8 an app may have its own error handler, which hands back by throwing', async (t) => {
  // With this option, as in Fastify 6, a second handler in one scope is an error.
  const fastify = Fastify({ allowErrorHandlerOverride: false })
  t.after(() => fastify.close())
  await fastify.register(gnarErrors, { name: 'piste', style: 'http', env: {}, production: true })
  fastify.setErrorHandler((error: Error, _request, reply) => {
    if (error.message !== 'mine') throw error
    return reply.code(418).send({ mine: true })
  })
  fastify.get('/mine', async () => {
    throw new Error('mine')
  })
  fastify.get('/passed', async () => {
    throw httpError(409, 'passed on')
  })
  t.strictSame((await fastify.inject('/mine')).json(), { mine: true })
  const passed = await fastify.inject('/passed')
  t.equal(passed.statusCode, 409)
  t.match(passed.json(), { error: 'passed on' })
  t.match((await fastify.inject('/nowhere')).json(), { error: /^Route GET/ })
})

t.test('E8 handlers that the app set before the plugin stay', async (t) => {
  const fastify = Fastify({ allowErrorHandlerOverride: false })
  t.after(() => fastify.close())
  fastify.setErrorHandler((_error, _request, reply) => reply.code(418).send('mine'))
  fastify.setNotFoundHandler(async () => 'my page')
  await fastify.register(gnarErrors, { env: {} })
  fastify.get('/', async () => {
    throw new Error('x')
  })
  t.equal((await fastify.inject('/')).body, 'mine')
  t.equal((await fastify.inject('/nowhere')).body, 'my page')
})

t.test('E8 two pages for unknown paths in one scope are still an error of Fastify', async (t) => {
  const { fastify } = await start(t)
  fastify.setNotFoundHandler(async () => 'one')
  t.throws(() => fastify.setNotFoundHandler(async () => 'two'), { message: /already set/ })
})
