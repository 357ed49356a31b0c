import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import gnarErrors, { type GnarErrorsOptions } from 'gnar-errors'
import gnarJwt from 'gnar-jwt'
import type { Test } from 'tap'
import gnarOpenapi, { type GnarOpenapiOptions } from '../src/index.ts'

const Tree = Type.Cyclic(
  { Tree: Type.Object({ name: Type.String(), branches: Type.Array(Type.Ref('Tree')) }) },
  'Tree'
)
const Level = Type.Union([Type.Literal('green'), Type.Literal('black')])
const Rider = Type.Object(
  { id: Type.Integer(), nickname: Type.Union([Type.String(), Type.Null()]), level: Type.Optional(Level) },
  { $id: 'Rider' }
)

/** Routes of every kind that a document has to describe. */
export const routes: FastifyPluginAsyncTypebox = async (fastify) => {
  fastify.addSchema({
    $id: 'https://example.com/schemas/lift.json',
    type: 'object',
    properties: { name: { type: 'string' } }
  })

  fastify.get('/', async () => [])
  fastify.get('/hidden', { config: { gnarOpenapi: { hide: true } } }, async () => 1)
  fastify.get(
    '/lift',
    {
      schema: { response: { 200: { $ref: 'https://example.com/schemas/lift.json#' } } }
    },
    async () => ({ name: 'gondola' })
  )
  fastify.get('/:id/photos/*', async () => 1)
  fastify.post('/tree', { schema: { body: Tree, response: { 201: Tree } } }, async ({ body }, reply) =>
    reply.code(201).send(body)
  )
  fastify.post(
    '/point',
    { schema: { body: Type.Tuple([Type.Number(), Type.Number()]), response: { '2xx': Type.Null() } } },
    async () => null
  )
  fastify.put(
    '/:id',
    {
      schema: {
        summary: 'Change a rider',
        tags: ['riders'],
        params: Type.Object({ id: Type.Integer() }),
        querystring: Type.Object({ notify: Type.Optional(Type.Boolean({ description: 'Send a mail' })) }),
        headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
        body: Type.Omit(Rider, ['id']),
        response: { 200: Rider, 404: Type.Object({ gone: Type.Boolean() }, { description: 'No such rider' }) }
      }
    },
    async ({ params, body }) => ({ ...body, id: params.id })
  )
  fastify.get(
    '/page',
    {
      schema: { response: { 200: { content: { 'text/html': { schema: Type.String() } } } } }
    },
    async (_request, reply) => reply.type('text/html').send('<p>hello')
  )
  fastify.route({ method: ['GET', 'PROPFIND'], url: '/dav', handler: async () => 1 })
}

/** Routes that take a token, each in another way. */
export async function protectedRoutes(fastify: FastifyInstance): Promise<void> {
  fastify.get('/own', { onRequest: fastify.authenticate }, async () => 1)
  fastify.get('/optional', { onRequest: fastify.authenticateOptional }, async () => 1)
  fastify.get(
    '/stale',
    { onRequest: fastify.authenticate, config: { gnarJwt: { refresh: false } } },
    async () => 1
  )
  fastify.register(async (scope) => {
    scope.get('/scope', async () => 1)
    scope.get('/public', { config: { public: true } }, async () => 1)
    scope.addHook('onRequest', scope.authenticate)
  })
  fastify.register(async (scope) => {
    scope.addHook('preHandler', async () => {})
    scope.get('/unknown', async () => 1)
  })
}

export interface Setup {
  style?: GnarErrorsOptions['style'] | undefined
  openapi?: GnarOpenapiOptions
  declare?(fastify: FastifyInstance): void
}

/** An app with all plugins; without a style, failures are Fastify's own. */
export async function start(t: Test, { style, openapi, declare }: Setup = {}): Promise<FastifyInstance> {
  const fastify = Fastify({ ajv: { customOptions: { keywords: [] } } })
  t.after(() => fastify.close())
  fastify.addHttpMethod('PROPFIND')
  if (style !== undefined) await fastify.register(gnarErrors, { name: 'riders', style })
  await fastify.register(gnarJwt, { secret: 'the gnarliest secret of the piste' })
  await fastify.register(gnarOpenapi, { info: { title: 'Riders', version: '1.2.3' }, ...openapi })
  declare?.(fastify)
  fastify.register(routes, { prefix: '/rider' })
  fastify.register(protectedRoutes, { prefix: '/protected' })
  await fastify.ready()
  return fastify
}
