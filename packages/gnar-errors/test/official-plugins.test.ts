import basicAuth from '@fastify/basic-auth'
import bearerAuth from '@fastify/bearer-auth'
import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, InjectOptions } from 'fastify'
import t from 'tap'
import { start } from './servers.ts'

/** One way in which an official plugin rejects a request. */
interface Rejection {
  register(fastify: FastifyInstance): Promise<void>
  request?: InjectOptions
  /** How many requests it takes. */
  requests?: number
  status: number
  message: string
  headers?: Record<string, string | RegExp>
  /** Whether the plugin sends its own body, past any error handler. */
  sendsItself?: boolean
}

const boundary = 'piste'
const upload: InjectOptions = {
  method: 'POST',
  url: '/',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  payload: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'x'.repeat(100)}\r\n--${boundary}--\r\n`
}

const rejections: Record<string, Rejection> = {
  'rate-limit': {
    async register(fastify) {
      await fastify.register(rateLimit, { max: 1, timeWindow: 60_000 })
    },
    requests: 2,
    status: 429,
    message: 'Rate limit exceeded, retry in 1 minute',
    headers: { 'retry-after': '60', 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' }
  },
  'rate-limit with an object of its own': {
    async register(fastify) {
      const errorResponseBuilder = () => ({ statusCode: 429, message: 'slow down, please' })
      await fastify.register(rateLimit, { max: 1, errorResponseBuilder })
    },
    requests: 2,
    status: 429,
    message: 'slow down, please'
  },
  'basic-auth': {
    async register(fastify) {
      await fastify.register(basicAuth, { validate: async () => {}, authenticate: { realm: 'piste' } })
      fastify.addHook('onRequest', fastify.basicAuth)
    },
    status: 401,
    message: 'Missing or bad formatted authorization header',
    headers: { 'www-authenticate': /^Basic realm="piste"/ }
  },
  'basic-auth with a wrong password': {
    async register(fastify) {
      const validate = async () => {
        throw new Error('Wrong password')
      }
      await fastify.register(basicAuth, { validate, authenticate: { realm: 'piste' } })
      fastify.addHook('onRequest', fastify.basicAuth)
    },
    request: { url: '/', headers: { authorization: `Basic ${btoa('shaun:rope')}` } },
    status: 401,
    message: 'Wrong password',
    headers: { 'www-authenticate': /^Basic realm="piste"/ }
  },
  'bearer-auth': {
    async register(fastify) {
      await fastify.register(bearerAuth, { keys: new Set(['lift-pass']) })
    },
    status: 401,
    message: 'missing authorization header',
    sendsItself: true
  },
  'csrf-protection': {
    async register(fastify) {
      await fastify.register(cookie)
      await fastify.register(csrf)
      fastify.addHook('onRequest', fastify.csrfProtection)
    },
    status: 403,
    message: 'Missing csrf secret'
  },
  'multipart with a file too large': {
    async register(fastify) {
      await fastify.register(multipart, { limits: { fileSize: 10 } })
      fastify.post('/', async (request) => {
        const file = await request.file()
        return { bytes: (await file?.toBuffer())?.length }
      })
    },
    request: upload,
    status: 413,
    message: 'request file too large'
  }
}

for (const style of ['gnar', 'http', 'problem'] as const) {
  for (const [plugin, rejection] of Object.entries(rejections)) {
    t.test(
      `E7 ${plugin} rejects a request in style ${style} with its own status, message and headers`,
      async (t) => {
        const { fastify, log } = await start(t, { style, production: true })
        await rejection.register(fastify)
        const seen: unknown[] = []
        fastify.addHook('onResponse', async (_request, reply) => {
          seen.push(reply.failure?.status ?? reply.statusCode)
        })
        fastify.get('/', async () => ({ ok: true }))
        const { request = '/', requests = 1, status, message, headers = {}, sendsItself } = rejection
        for (let sent = 1; sent < requests; sent += 1) await fastify.inject(request)
        const before = log.objects().length
        const response = await fastify.inject(request)
        t.equal(response.statusCode, style === 'gnar' && !sendsItself ? 200 : status)
        t.match(response.headers, headers)
        t.match(response.json(), { [style === 'problem' && !sendsItself ? 'detail' : 'error']: message })
        t.equal(seen.at(-1), status, 'reply.failure has the status')
        // bearer-auth and csrf-protection log a line of their own as well.
        const lines = log.objects().slice(before)
        t.equal(lines.filter(({ level, msg }) => level > 30 && msg.includes('failed')).length, 0, 'INFO only')
        const ours = lines.filter(
          ({ msg }) =>
            msg ===
            `${typeof request === 'string' ? 'GET' : (request.method ?? 'GET')} / failed with ${status}: ${message}`
        )
        t.equal(ours.length, sendsItself ? 0 : 1, 'one line of ours')
        if (status !== 401 || plugin === 'bearer-auth') return
        t.notMatch(response.headers['www-authenticate'], 'Bearer')
      }
    )
  }

  t.test(
    `E7 under-pressure rejects a request in style ${style} with its own status and headers`,
    async (t) => {
      const { fastify } = await start(t, { style, production: true })
      await fastify.register(underPressure, {
        healthCheck: async () => false,
        healthCheckInterval: 500,
        retryAfter: 50
      })
      fastify.get('/', async () => ({ ok: true }))
      const response = await fastify.inject('/')
      t.equal(response.statusCode, style === 'gnar' ? 200 : 503)
      t.equal(response.headers['retry-after'], '50')
      t.match(response.body, 'MyGnarlyApp API Error')
    }
  )

  t.test(`E7 E4 in style ${style}, the status of an error counts before the handler runs only`, async (t) => {
    const { fastify } = await start(t, { style, production: true })
    const teapot = () => Object.assign(new Error('a teapot of a peer'), { statusCode: 418 })
    const fail = async () => {
      throw teapot()
    }
    const ok = async () => ({ ok: true })
    fastify.get('/handler', fail)
    fastify.get('/promise', () => Promise.reject(teapot()))
    fastify.get('/throws', () => {
      throw teapot()
    })
    fastify.get('/callback', (_request, reply) => void setImmediate(() => reply.send(teapot())))
    fastify.get('/on-send', { onSend: fail }, ok)
    fastify.get('/pre-serialization', { preSerialization: fail }, ok)
    for (const url of ['/handler', '/promise', '/throws', '/callback', '/on-send', '/pre-serialization']) {
      t.notMatch((await fastify.inject(url)).body, 'teapot', url)
    }
  })
}

t.test('E7 every hook before the handler counts, and expose: false hides the message', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  const fail = (properties: object) => async () => {
    throw Object.assign(new Error('a teapot'), { statusCode: 418, ...properties })
  }
  const ok = async () => ({ ok: true })
  const hooks = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const
  for (const hook of hooks) fastify.get(`/${hook}`, { [hook]: fail({}) }, ok)
  fastify.get('/hidden', { onRequest: fail({ expose: false }) }, ok)
  for (const hook of hooks) {
    const { statusCode, body } = await fastify.inject(`/${hook}`)
    t.equal(statusCode, 418, hook)
    t.match(JSON.parse(body), { error: 'a teapot' }, hook)
  }
  t.match((await fastify.inject('/hidden')).json(), { error: 'MyGnarlyApp API Error' })
})
