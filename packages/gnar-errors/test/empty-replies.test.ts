import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import t from 'tap'
import { errorsServerOptions } from '../src/index.ts'
import { start } from './servers.ts'

const missing = async () => undefined
const styles = ['gnar', 'http', 'problem'] as const

for (const style of styles) {
  t.test(
    `E10 a handler that resolves to undefined is a failure that names its route, style ${style}`,
    async (t) => {
      const { fastify, log } = await start(t, { style, production: true })
      fastify.get('/rider/:id', missing)
      fastify.get('/created', async (_request, reply) => {
        reply.code(201)
      })
      await fastify.register(async (scope) => void scope.delete('/ticket', () => Promise.resolve()), {
        prefix: '/lift'
      })
      for (const [method, url] of [
        ['GET', '/rider/7'],
        ['GET', '/created'],
        ['DELETE', '/lift/ticket']
      ] as const) {
        const { statusCode, body } = await fastify.inject({ method, url })
        t.equal(statusCode, style === 'gnar' ? 200 : 500)
        t.match(body, 'MyGnarlyApp API Error')
      }
      const logged = log
        .objects()
        .flatMap(({ level, err }) => (err === undefined ? [] : `${level} ${err.message}`))
      t.match(logged[0], /^50 The handler of GET \/rider\/:id resolved to undefined; return a value/)
      t.match(logged[2], /^50 The handler of DELETE \/lift\/ticket resolved to undefined/)
      t.equal(logged.length, 3)
    }
  )
}

t.test('E10 emptyReplies: true allows it in the styles http and problem', async (t) => {
  for (const style of ['http', 'problem'] as const) {
    const { fastify } = await start(t, { style, emptyReplies: true })
    fastify.get('/', missing)
    const { statusCode, body } = await fastify.inject('/')
    t.match([statusCode, body], [200, ''])
  }
  t.throws(() => errorsServerOptions({ env: {}, emptyReplies: true }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: /emptyReplies.*needs style http or problem/
  })
})

/** Handlers that resolve to undefined and may: their status, and the body. */
const allowed: Record<string, [(reply: FastifyReply) => Promise<unknown>, number, string]> = {
  'a 204': [async (reply) => void reply.code(204), 204, ''],
  'a 304': [async (reply) => void reply.code(304), 304, ''],
  'a redirect': [async (reply) => void reply.redirect('/elsewhere'), 302, ''],
  'a redirect by hand': [async (reply) => void reply.code(303).header('location', '/elsewhere'), 303, ''],
  'send without a payload': [async (reply) => void reply.send(), 200, ''],
  'send of an object': [async (reply) => void reply.send({ ok: true }), 200, '{"ok":true}'],
  'send of text': [async (reply) => void reply.send('text'), 200, 'text'],
  'send of a stream': [async (reply) => void reply.send(Readable.from(['a', 'b'])), 200, 'ab'],
  'return reply': [async (reply) => reply.send('text'), 200, 'text'],
  'await reply': [async (reply) => void (await reply.send('text')), 200, 'text'],
  'return null': [async () => null, 200, 'null'],
  'return an empty text': [async () => '', 200, ''],
  'a hijacked reply': [
    async (reply) => {
      reply.hijack()
      reply.raw.end('raw')
    },
    200,
    'raw'
  ],
  'a raw response': [
    async (reply) => {
      reply.raw.end('raw')
      await once(reply.raw, 'finish')
    },
    200,
    'raw'
  ]
}

function declareAllowed(fastify: FastifyInstance): void {
  for (const [title, [handler]] of Object.entries(allowed)) {
    fastify.get(`/${title.replaceAll(' ', '-')}`, (_request, reply) => handler(reply))
  }
  fastify.get('/callback', (_request, reply) => void setImmediate(() => reply.send('later')))
  fastify.head('/head', missing)
}

for (const hooks of ['without hooks', 'with a slow onSend hook']) {
  t.test(`E10 a handler that sends its response itself is unaffected, ${hooks}`, async (t) => {
    const { fastify, log } = await start(t, { style: 'http' })
    if (hooks !== 'without hooks') {
      fastify.addHook('onSend', async () => {
        await new Promise(setImmediate)
      })
    }
    declareAllowed(fastify)
    for (const [title, [, status, body]] of Object.entries(allowed)) {
      const response = await fastify.inject(`/${title.replaceAll(' ', '-')}`)
      t.strictSame([response.statusCode, response.body], [status, body], title)
    }
    t.equal((await fastify.inject('/callback')).body, 'later')
    t.equal((await fastify.inject({ method: 'HEAD', url: '/head' })).statusCode, 200)
    t.notMatch(log.text(), 'resolved to undefined')
  })
}
