import { Readable } from 'node:stream'
import { createError } from '@fastify/error'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { httpError } from '../src/index.ts'

/** What must never be seen outside: parts of the messages of unexpected errors. */
export const internals = [
  'internal-detail',
  'SELECT',
  '/srv/',
  'hunter2',
  '    at ',
  'node_modules',
  '.ts:',
  process.cwd()
]

const Declared = createError('APP_ERR_DECLARED', 'declared internal-detail', 418)
const FastifyOwn = createError('FST_ERR_OF_A_PLUGIN', 'the file is too large', 413)
const leak = () =>
  new Error("internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1")

const strict = {
  type: 'object',
  required: ['name', 'age'],
  properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer' } }
} as const

/** One request for each way to fail. */
export const failures: Record<string, InjectOptions> = {
  'a thrown Error': { url: '/thrown' },
  'a thrown string': { url: '/string' },
  'a thrown null': { url: '/null' },
  'a thrown undefined': { url: '/undefined' },
  'a rejected promise': { url: '/rejected' },
  'an @fastify/error of the app': { url: '/declared' },
  'an @fastify/error of Fastify': { url: '/fastify-own' },
  'a http-errors-like object, exposed': { url: '/exposed' },
  'a http-errors-like object, not exposed': { url: '/not-exposed' },
  'a status of 404 that a peer gave': { url: '/peer' },
  'an error made by httpError': { url: '/http-error' },
  'an error made by httpError with status 503': { url: '/unavailable' },
  'a refused token': { url: '/token' },
  'a 401 without a challenge': { url: '/unauthorized' },
  'a validation error of the body': { method: 'POST', url: '/body', payload: { name: 'x', age: 'old' } },
  'a validation error of the query': { url: '/query?name=x&age=old' },
  'a validation error of the params': { url: '/params/x/old' },
  'a validation error of the headers': { url: '/headers', headers: { name: 'x', age: 'old' } },
  'an unknown route': { url: '/unknown?token=hunter2' },
  'a wrong method': { method: 'DELETE', url: '/thrown' },
  'malformed JSON': {
    method: 'POST',
    url: '/body',
    payload: '{"a": hunter2',
    headers: { 'content-type': 'application/json' }
  },
  'an empty body': {
    method: 'POST',
    url: '/body',
    payload: '',
    headers: { 'content-type': 'application/json' }
  },
  'a body too large': { method: 'POST', url: '/small', payload: { a: 'x'.repeat(200) } },
  'an unsupported media type': {
    method: 'POST',
    url: '/body',
    payload: '<a/>',
    headers: { 'content-type': 'text/xml' }
  },
  'an error in onSend': { url: '/on-send' },
  'an error in preSerialization': { url: '/pre-serialization' },
  'an async stream error before its first byte': { url: '/stream' },
  'an error thrown by a serializer': { url: '/serializer' },
  'a value that a response schema refuses': { url: '/response-schema' },
  'an error in a hook': { url: '/hook' },
  'an error in a handler with its own headers': { url: '/own-headers' }
}

/** Declares the routes that fail. */
export function declareFailures(fastify: FastifyInstance): void {
  const fail = (url: string, error: () => unknown) =>
    fastify.get(url, async () => {
      throw error()
    })
  fail('/thrown', leak)
  fail('/string', () => 'internal-detail')
  fail('/null', () => null)
  fail('/undefined', () => undefined)
  fastify.get('/rejected', () => Promise.reject(leak()))
  fail('/declared', () => new Declared())
  fail('/fastify-own', () => new FastifyOwn())
  fail('/exposed', () => ({
    statusCode: 409,
    expose: true,
    message: 'already there',
    headers: { 'x-own': 'yes' }
  }))
  fail('/not-exposed', () =>
    Object.assign(leak(), { statusCode: 409, expose: false, headers: { 'x-own': 'hunter2' } })
  )
  fail('/peer', () => Object.assign(leak(), { statusCode: 404 }))
  fail('/http-error', () =>
    httpError(409, 'already taken: 100%', { cause: leak(), headers: { 'retry-after': '3' } })
  )
  fail('/unavailable', () => httpError(503, 'come back later'))
  const challenge = 'Bearer error="invalid_token"'
  fail('/token', () => httpError(401, 'Token has expired', { headers: { 'www-authenticate': challenge } }))
  fail('/unauthorized', () => httpError(401, 'who are you'))
  const ok = async () => ({ ok: true })
  fastify.post('/body', { schema: { body: strict } }, ok)
  fastify.get('/query', { schema: { querystring: strict } }, ok)
  fastify.get('/params/:name/:age', { schema: { params: strict } }, ok)
  fastify.get('/headers', { schema: { headers: strict } }, ok)
  fastify.post('/small', { bodyLimit: 100 }, ok)
  const throwLeak = async () => {
    throw leak()
  }
  fastify.get('/on-send', { onSend: throwLeak }, ok)
  fastify.get('/pre-serialization', { preSerialization: throwLeak }, ok)
  fastify.get('/stream', async () => new Readable({ read: fails }))
  fastify.get('/serializer', async (_request, reply) => {
    reply.serializer(() => {
      throw leak()
    })
    return { ok: true }
  })
  const response = { 200: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } }
  fastify.get('/response-schema', { schema: { response } }, async () => ({ id: 'internal-detail' }))
  fastify.get('/hook', { preHandler: throwLeak }, ok)
  fastify.get('/own-headers', async (_request, reply) => {
    reply.headers({
      etag: '"1"',
      'cache-control': 'public, max-age=60',
      'x-kept': 'yes',
      'content-type': 'text/csv'
    })
    throw leak()
  })
}

function fails(this: Readable): void {
  this.destroy(leak())
}
