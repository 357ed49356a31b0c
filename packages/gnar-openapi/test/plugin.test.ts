import Fastify from 'fastify'
import gnarJwt from 'gnar-jwt'
import t from 'tap'
import gnarOpenapi, { type GnarOpenapiOptions } from '../src/index.ts'
import { routes, start } from './everything.ts'

const secret = 'the gnarliest secret of the piste'

t.test('O2 the plugin changes no schema, no validation and no serialization', async (t) => {
  const shared: { schema: unknown; text: string }[] = []
  const fastify = await start(t, {
    declare: (app) =>
      app.addHook('onRoute', ({ schema }) => {
        shared.push({ schema, text: JSON.stringify(schema) })
      })
  })
  const plain = Fastify()
  t.after(() => plain.close())
  plain.addHttpMethod('PROPFIND')
  await plain.register(routes, { prefix: '/rider' })
  fastify.openapi()
  t.ok(shared.length > 10)
  for (const { schema, text } of shared) t.equal(JSON.stringify(schema), text)

  const requests = [
    { method: 'PUT', url: '/rider/7?notify=yes', payload: { nickname: 'x' } },
    { method: 'PUT', url: '/rider/7?notify=true', payload: { nickname: 'x', extra: 1, level: 'green' } },
    { method: 'POST', url: '/rider/tree', payload: { name: 'fir', branches: [{ name: 'twig' }] } },
    { method: 'POST', url: '/rider/point', payload: [1, 2, 3] },
    { method: 'GET', url: '/rider/lift' }
  ] as const
  for (const request of requests) {
    const [one, other] = [await fastify.inject(request), await plain.inject(request)]
    t.same([one.statusCode, one.body], [other.statusCode, other.body], `${request.method} ${request.url}`)
  }
})

t.test('O2 hooks count that were added before the plugin, and after the routes', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarJwt, { secret })
  fastify.addHook('onRequest', fastify.authenticate)
  await fastify.register(gnarOpenapi)
  fastify.get('/private', async () => 1)
  fastify.get('/open', { config: { public: true } }, async () => 1)
  await fastify.ready()
  const { paths } = fastify.openapi()
  t.same(paths['/private']?.get?.security, [{ bearer: [] }])
  t.equal(paths['/open']?.get?.security, undefined)
})

t.test('O2 without gnar-jwt there is no security', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarOpenapi)
  fastify.get('/', { onRequest: async () => {} }, async () => 1)
  await fastify.ready()
  const { paths, components } = fastify.openapi()
  t.equal(paths['/']?.get?.security, undefined)
  t.equal(paths['/']?.get?.tags?.length, 0)
  t.same(Object.keys(components), ['responses', 'schemas'])
})

t.test('O2 definitions of schemas become components, each under a name of its own', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarOpenapi)
  const named = (type: string) => ({
    definitions: { name: { type, examples: [{ $ref: 'data' }] } },
    type: 'object',
    properties: { items: { $ref: '#/definitions/name', description: 'a name' }, const: { const: 1 } }
  })
  const linked = { $id: 'Linked', type: 'object', properties: { next: { $ref: '#' } } }
  fastify.post('/a', { schema: { body: named('string') } }, async () => 1)
  fastify.post('/b', { schema: { body: named('string') } }, async () => 1)
  fastify.post('/c', { schema: { body: named('integer') } }, async () => 1)
  fastify.post('/d', { schema: { body: { type: 'array', items: linked } } }, async () => 1)
  await fastify.ready()
  const { paths, components } = fastify.openapi()
  const schemaOf = (path: string) =>
    paths[path]?.post?.requestBody?.content['application/json']?.schema?.properties
  const first = { items: { $ref: '#/components/schemas/name', description: 'a name' }, const: { enum: [1] } }
  t.same(schemaOf('/a'), first)
  t.same(schemaOf('/b'), first)
  t.match(schemaOf('/c'), { items: { $ref: '#/components/schemas/name-2' } })
  t.match(components.schemas, {
    name: { type: 'string', examples: [{ $ref: 'data' }] },
    'name-2': { type: 'integer' },
    Linked: { type: 'object', properties: { next: { $ref: '#/components/schemas/Linked' } } }
  })
  t.same(fastify.swagger({ yaml: true }).match(/name-\d/g)?.length, 2)
})

t.test(
  'O1 title, version and description are those of the nearest package.json that has a name',
  async (t) => {
    const folder = t.testdir({
      'package.json': '{ "name": "riders", "version": "3.2.1", "description": "Who rides" }',
      dist: { 'package.json': '{ "type": "module" }', app: {} }
    })
    const titled = async (options: GnarOpenapiOptions) => {
      const fastify = Fastify()
      t.after(() => fastify.close())
      await fastify.register(gnarOpenapi, options)
      await fastify.ready()
      return fastify.openapi().info
    }
    const appDir = `${folder}/dist/app`
    const info = { title: 'riders', version: '3.2.1', description: 'Who rides' }
    t.same(await titled({ appDir }), info)
    t.same(await titled({ appDir, info: { title: 'Riders' } }), { ...info, title: 'Riders' })
    t.same(await titled({ appDir: '/' }), { title: 'API', version: '0.0.0' })
  }
)

const deepFrozenServers: { url: string }[] = [Object.freeze({ url: 'https://api.example.com/v1' })]
Object.freeze(deepFrozenServers)

t.test('O1 options are never changed, and serve several apps', async (t) => {
  const options = Object.freeze({
    info: Object.freeze({ title: 'Riders', version: '1' }),
    document: Object.freeze({
      servers: deepFrozenServers,
      components: Object.freeze({ schemas: Object.freeze({ Own: Object.freeze({ type: 'string' }) }) })
    })
  })
  for (const _ of [1, 2]) {
    const fastify = await start(t, { openapi: options })
    const { servers, components } = fastify.openapi()
    t.same(servers, options.document.servers)
    t.same(components.schemas?.Own, { type: 'string' })
  }
})

t.test('O1 a wrong option is an error that names it', async (t) => {
  const wrong: [object, RegExp][] = [
    [{ paht: '/docs' }, /unknown option "paht" .* did you mean "path"/],
    [{ path: 'docs' }, /path .* must be a path such as \/docs/],
    [{ path: '/docs/' }, /path .* without a slash at its end/],
    [{ ui: 'no' }, /ui .* must be an object/],
    [{ protect: [] }, /protect .* must be a hook or a list of hooks/],
    [{ document: { paths: {} } }, /document .* must not have paths/]
  ]
  for (const [options, message] of wrong) {
    const fastify = Fastify()
    t.after(() => fastify.close())
    await t.rejects(async () => fastify.register(gnarOpenapi, options), {
      code: 'GNAR_ERR_CONFIGURATION',
      message
    })
  }
})

t.test('O1 a wrong config of a route is an error that names the route', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarOpenapi)
  const declare = (gnarOpenapi: unknown) => () =>
    fastify.get('/secret', { config: { gnarOpenapi: gnarOpenapi as object } }, async () => 1)
  t.throws(declare({ hidden: true }), { message: /route GET \/secret.*did you mean "hide"/ })
  t.throws(declare({ hide: 'yes' }), {
    message: /hide of config.gnarOpenapi in route GET \/secret must be true or false/
  })
  t.throws(declare(true), { message: /config.gnarOpenapi in route GET \/secret must be an object/ })
})
