import { once } from 'node:events'
import { connect } from 'node:net'
import cors from '@fastify/cors'
import Fastify, { type FastifyServerOptions } from 'fastify'
import gnarHttp, { type GnarHttpOptions } from 'gnar-http'
import t, { type Test } from 'tap'

async function start(t: Test, options: GnarHttpOptions = {}, server: FastifyServerOptions = {}) {
  const fastify = Fastify(server)
  t.after(() => fastify.close())
  await fastify.register(gnarHttp, options)
  return fastify
}

/** Posts a body and returns the status and what the route saw of it. */
async function startEcho(t: Test, options: GnarHttpOptions = {}) {
  const fastify = await start(t, options)
  const body = { type: 'object', required: ['email'], properties: { email: { type: 'string' } } }
  fastify.post('/echo', async ({ body }) => ({ body: body ?? null }))
  fastify.delete('/echo', async ({ body }) => ({ body: body ?? null }))
  fastify.post('/checked', { schema: { body } }, async ({ body }) => ({ body }))
  return async (url: string, type: string, payload?: string, method: 'POST' | 'DELETE' = 'POST') => {
    const response = await fastify.inject({
      method,
      url,
      headers: { 'content-type': type },
      ...(payload !== undefined && { payload })
    })
    return [response.statusCode, response.json().body ?? response.json().message ?? null]
  }
}

t.test('R6 JSON types with a suffix are parsed, and an empty JSON body is none', async (t) => {
  const post = await startEcho(t)
  for (const type of [
    'application/json',
    'application/vnd.api+json',
    'application/ld+json; charset=utf-8',
    'APPLICATION/PROBLEM+JSON'
  ]) {
    t.strictSame(await post('/echo', type, '{"a":1}'), [200, { a: 1 }], type)
    t.strictSame(await post('/echo', type, ''), [200, null], `${type}, empty`)
    t.strictSame(await post('/echo', type, undefined, 'DELETE'), [200, null], `${type}, without a body`)
    t.equal((await post('/echo', type, '{'))[0], 400, `${type}, malformed`)
    t.equal((await post('/echo', type, '{"__proto__":1}'))[0], 400, `${type}, prototype poisoning`)
    t.equal((await post('/checked', type, ''))[0], 400, `${type}, a body that is required`)
  }
  t.equal((await post('/echo', 'application/jsonx', '{}'))[0], 415)
})

t.test('R6 an app adds its own JSON parser as on any Fastify', async (t) => {
  const fastify = await start(t)
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string) => ({
      text
    })
  )
  fastify.post('/', async ({ body }) => body)
  t.same((await fastify.inject({ method: 'POST', url: '/', payload: { a: 1 } })).json(), { text: '{"a":1}' })
})

t.test('R6 URL-encoded forms are parsed, within their limit', async (t) => {
  const type = 'application/x-www-form-urlencoded'
  const post = await startEcho(t, { formBody: { bodyLimit: 30 } })
  t.strictSame(await post('/echo', type, 'email=a%40b.ca&x=1&x=2'), [200, { email: 'a@b.ca', x: ['1', '2'] }])
  t.strictSame(await post('/checked', type, 'email=a%40b.ca'), [200, { email: 'a@b.ca' }])
  t.equal((await post('/checked', type, 'mail=a'))[0], 400)
  t.equal((await post('/echo', type, 'x'.repeat(31)))[0], 413)
})

/** A multipart body: fields are texts, files are buffers. */
function form(parts: readonly (readonly [string, string | Buffer])[]) {
  const texts = parts.map(([name, value]) => {
    const file =
      typeof value === 'string' ? '' : '; filename="a.bin"\r\nContent-Type: application/octet-stream'
    return `--gnar\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  })
  return {
    method: 'POST' as const,
    headers: { 'content-type': 'multipart/form-data; boundary=gnar' },
    payload: `${texts.join('')}--gnar--\r\n`
  }
}

t.test(
  'R6 multipart bodies stream to routes without a body schema, and are collected for the others',
  async (t) => {
    const fastify = await start(t)
    fastify.post('/stream', async (request) => {
      const seen: unknown[] = []
      for await (const part of request.parts()) {
        seen.push([part.fieldname, part.type === 'file' ? String(await part.toBuffer()) : part.value])
      }
      return seen
    })
    const body = {
      type: 'object',
      required: ['email', 'photo'],
      properties: {
        email: { type: 'string' },
        age: { type: 'integer' },
        tag: { type: 'array', items: { type: 'string' } },
        photo: { type: 'object' }
      }
    }
    fastify.post<{ Body: { photo: Buffer } }>('/checked', { schema: { body } }, async ({ body }) => ({
      ...body,
      photo: String(body.photo)
    }))
    fastify.post('/other', async (request) => {
      const file = await request.file()
      return file?.filename
    })

    const fields = form([
      ['email', 'a@b.ca'],
      ['age', '20'],
      ['tag', 'x'],
      ['tag', 'y'],
      ['photo', Buffer.from('pixels')]
    ])
    t.strictSame((await fastify.inject({ url: '/stream', ...fields })).json(), [
      ['email', 'a@b.ca'],
      ['age', '20'],
      ['tag', 'x'],
      ['tag', 'y'],
      ['photo', 'pixels']
    ])
    t.strictSame((await fastify.inject({ url: '/checked', ...fields })).json(), {
      email: 'a@b.ca',
      age: 20,
      tag: ['x', 'y'],
      photo: 'pixels'
    })
    t.match((await fastify.inject({ url: '/checked', ...form([['age', 'x']]) })).json(), {
      statusCode: 400,
      message: /must have required property/
    })
    t.equal((await fastify.inject({ url: '/other', ...fields })).body, 'a.bin')
    const notMultipart = await fastify.inject({ method: 'POST', url: '/other', payload: {} })
    t.match(notMultipart.json(), { statusCode: 406, message: 'the request is not multipart' })
  }
)

t.test('R6 multipart bodies are bounded: files, fields and their sizes', async (t) => {
  const fastify = await start(t, { multipart: { limits: { fileSize: 1000 } } })
  fastify.post(
    '/',
    { schema: { body: { type: 'object' } } },
    async ({ body }) => Object.keys(Object(body)).length
  )
  const send = async (parts: [string, string | Buffer][]) =>
    (await fastify.inject({ url: '/', ...form(parts) })).statusCode
  const many = (count: number, value: string | Buffer): [string, string | Buffer][] =>
    Array.from({ length: count }, (_, index) => [`n${index}`, value])
  t.equal(await send(many(10, Buffer.alloc(1000, 'x'))), 200)
  t.equal(await send(many(11, Buffer.alloc(1, 'x'))), 413)
  t.equal(await send(many(1, Buffer.alloc(1001, 'x'))), 413)
  t.equal(await send(many(100, 'x')), 200)
  t.equal(await send(many(101, 'x')), 413)
  t.equal(await send([['__proto__', 'x']]), 400)
})

t.test('R6 a client that leaves in the middle of an upload ends it', async (t) => {
  const fastify = await start(t)
  const failed = new Promise<Error>((resolve) => {
    fastify.post('/', async (request) => {
      const file = await request.file()
      await file?.toBuffer().catch(resolve)
    })
  })
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(fastify.listeningOrigin).port), '127.0.0.1')
  await once(socket, 'connect')
  const { headers, payload } = form([['photo', Buffer.from('pixels')]])
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: ${headers['content-type']}\r\nContent-Length: 9999\r\n\r\n${payload.slice(0, 120)}`
  )
  await new Promise((resolve) => socket.write('pix', resolve))
  socket.destroy()
  t.match((await failed).message, /closed|terminated|aborted|premature/i)
})

t.test('R6 each part can be disabled, which leaves Fastify as it is', async (t) => {
  const post = await startEcho(t, { jsonBody: false, formBody: false, multipart: false })
  t.equal((await post('/echo', 'application/vnd.api+json', '{}'))[0], 415)
  t.equal((await post('/echo', 'application/json', ''))[0], 400)
  t.equal((await post('/echo', 'application/x-www-form-urlencoded', 'a=1'))[0], 415)
  t.equal((await post('/echo', 'multipart/form-data; boundary=a', '--a--'))[0], 415)
  const fastify = await start(t, { allowHeader: false, emptyParameters: true })
  fastify.get('/item/:id', async ({ params }) => params)
  t.equal((await fastify.inject({ method: 'OPTIONS', url: '/item/1' })).statusCode, 404)
  t.same((await fastify.inject('/item/')).json(), { id: '' })
  await t.rejects(start(t, { formBody: true as never }), { code: 'GNAR_ERR_CONFIGURATION' })
})

t.test('R6 OPTIONS names the methods of a path, whatever protects it', async (t) => {
  for (const withCors of [false, true]) {
    const fastify = await start(t, {}, { routerOptions: { ignoreTrailingSlash: true } })
    if (withCors) await fastify.register(cors, { strictPreflight: false })
    fastify.register(async (scope) => {
      scope.addHook('onRequest', async () => {
        throw new Error('no token')
      })
      scope.get('/user/me', async () => 'me')
      scope.route({ method: ['POST', 'PUT'], url: '/user/:id', handler: async () => 'id' })
      scope.options('/own', async () => 'own')
    })
    const ask = async (url: string, headers = {}) => {
      const { statusCode, headers: got } = await fastify.inject({ method: 'OPTIONS', url, headers })
      return [statusCode, got.allow]
    }
    t.strictSame(await ask('/user/me?x=1'), [204, 'GET, HEAD, POST, PUT, OPTIONS'], `cors ${withCors}`)
    t.strictSame(await ask('/user/1/'), [204, 'POST, PUT, OPTIONS'])
    t.strictSame(await ask('/nowhere'), [404, undefined])
    t.strictSame(await ask('/own'), [withCors ? 204 : 500, undefined], 'its own route with its own hooks')
    const origin = { origin: 'http://localhost:3000' }
    t.strictSame(await ask('/user/1', origin), [204, 'POST, PUT, OPTIONS'])
    const preflight = { ...origin, 'access-control-request-method': 'PUT' }
    const response = await fastify.inject({ method: 'OPTIONS', url: '/user/1', headers: preflight })
    t.equal(response.statusCode, 204)
    t.equal(response.headers['access-control-allow-origin'], withCors ? '*' : undefined)
  }
})

t.test('R6 a path parameter is never empty, unless it is optional or its pattern says so', async (t) => {
  const fastify = await start(t)
  for (const url of ['/item/:id', '/a/:x/b', '/pair/:x-:y', '/any/:id(.*)', '/maybe/:id?', '/all/*']) {
    fastify.get(url, async ({ params }) => params)
  }
  for (const url of ['/item/', '/a//b', '/pair/x-']) t.equal((await fastify.inject(url)).statusCode, 404, url)
  const found: [string, object][] = [
    ['/item/0', { id: '0' }],
    ['/item/%20', { id: ' ' }],
    ['/a/1/b', { x: '1' }],
    ['/pair/x-y', { x: 'x', y: 'y' }],
    ['/maybe/', { id: '' }],
    ['/all/', { '*': '' }]
  ]
  for (const [url, params] of found) t.same((await fastify.inject(url)).json(), params, url)
})
