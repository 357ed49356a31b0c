import { connect } from 'node:net'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { start } from './servers.ts'

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const json = (payload: string): InjectOptions => ({
  method: 'POST',
  payload,
  headers: { 'content-type': 'application/json' }
})

for (const style of ['gnar', 'http', 'problem'] as const) {
  t.test(
    `E4 JSON that is nested too deep to be sent back is a 400 that names its field, style ${style}`,
    async (t) => {
      const { fastify, log } = await start(t, { style, production: true })
      fastify.post('/echo', async (request) => request.body)
      fastify.post('/stored', async (request) => ({ stored: JSON.stringify(request.body) }))
      for (const [url, payload, field] of [
        ['/echo', `{"name":"x","tricks":${nested(10_000)}}`, '/tricks/0/0'],
        ['/stored', `{"a/b":${nested(10_000)}}`, '/a~1b/0/0'],
        ['/echo', nested(10_000), '/0/0/0']
      ] as const) {
        const before = log.objects().length
        const response = await fastify.inject({ ...json(payload), url })
        t.equal(response.statusCode, style === 'gnar' ? 200 : 400)
        const message = `body${field} must not be nested more than 1000 levels deep`
        t.equal(response.json()[style === 'problem' ? 'detail' : 'error'], message)
        t.match(log.objects().slice(before), [{ level: 30, msg: `POST ${url} failed with 400: ${message}` }])
      }
    }
  )
}

t.test('E4 a recursive schema and deep JSON are a 400, too', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  fastify.addSchema({ $id: 'tree', type: 'array', items: { $ref: 'tree#' } })
  const body = { $ref: 'tree#' }
  fastify.post('/tree', { schema: { body } }, async () => 'fine')
  const response = await fastify.inject({ ...json(nested(20_000)), url: '/tree' })
  t.equal(response.statusCode, 400, response.body)
})

t.test('E4 a value of the client that no header can have is a 400 that names its field', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  fastify.get('/go', async (request, reply) => {
    reply.header('x-next', (request.query as { next: string }).next)
    return 'ok'
  })
  const response = await fastify.inject('/go?next=a%0Ab')
  t.equal(response.statusCode, 400)
  t.match(response.json(), { error: 'querystring/next must not have characters that no header can have' })
})

t.test('E4 an overflow or a bad header of the app itself stays a 500', async (t) => {
  const { fastify, log } = await start(t, { style: 'http', production: true })
  const recurse = (): number => 1 + recurse()
  fastify.post('/recurse', async () => recurse())
  fastify.post('/header', async (_request, reply) => reply.header('x-own', 'a\nb').send('ok'))
  for (const url of ['/recurse', '/header']) {
    const response = await fastify.inject({ ...json('{"a":{"b":"c"}}'), url })
    t.equal(response.statusCode, 500)
    t.equal(log.objects().at(-1)?.level, 50)
  }
})

for (const style of ['gnar', 'http', 'problem'] as const) {
  t.test(`E6 two Host headers are a 400, as RFC 9112 asks, style ${style}`, async (t) => {
    const { fastify, log } = await start(t, { style, production: true })
    fastify.get('/', async () => ({ ok: true }))
    await fastify.listen({ port: 0, host: '127.0.0.1' })
    const port = Number(new URL(fastify.listeningOrigin).port)
    for (const path of ['/', '/nowhere']) {
      const received = await talk(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n`)
      t.match(received, /^HTTP\/1\.1 400 Bad Request\r\n/)
      t.match(received, /connection: close/i)
      t.match(received, 'The request has more than one Host header, send exactly one')
    }
    t.match(await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), '{"ok":true}')
    t.ok(log.objects().every(({ level }) => level === 30))
  })
}

function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (part: string) => {
      received += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
  })
}

t.test('E5 lists of any number of unique objects are one WARNING that names each route', async (t) => {
  const { fastify, log } = await start(t, { style: 'http' })
  const ok = async () => ({ ok: true })
  const post = (url: string, tags: object) =>
    fastify.post(url, { schema: { body: { type: 'object', properties: { tags } } } }, ok)
  fastify.addSchema({ $id: 'tags', type: 'array', uniqueItems: true })
  post('/objects', { type: 'array', uniqueItems: true, items: { type: 'object' } })
  post('/anything', { type: 'array', uniqueItems: true })
  post('/shared', { $ref: 'tags#' })
  post('/bounded', { type: 'array', uniqueItems: true, maxItems: 100 })
  post('/text', { type: 'array', uniqueItems: true, items: { type: 'string' } })
  post('/plain', { type: 'array' })
  await fastify.ready()
  const warnings = log.objects().filter(({ level }) => level === 40)
  t.equal(warnings.length, 1)
  t.match(
    warnings[0]?.msg,
    'set maxItems, or a low bodyLimit, for POST /objects (body/tags), POST /anything (body/tags), POST /shared (body/tags)'
  )
  t.notMatch(warnings[0]?.msg, /bounded|text|plain/)
})
