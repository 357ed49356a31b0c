import { once } from 'node:events'
import { get } from 'node:http'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import t from 'tap'
import gnarErrors, { displayName, errorsServerOptions, HttpError, httpError } from '../src/index.ts'
import { collect, kinds, start } from './servers.ts'

const names: [string, string][] = [
  ['my_gnarly_app', 'MyGnarlyApp'],
  ['piste', 'Piste'],
  ['off-piste', 'Off-Piste'],
  ['APP2go', 'App2Go'],
  ["they're", "They'Re"],
  ['élan_ömer', 'ÉlanÖmer'],
  ['__x__', 'X'],
  ['', '']
]

t.test('A9 E2 the display name is Python’s title without underscores', async (t) => {
  for (const [name, shown] of names) t.equal(displayName(name), shown, name)
})

t.test('E4 httpError makes an error that the client receives', async (t) => {
  const cause = new Error('why')
  const error = httpError(409, 'already 100% taken: %s %d', { cause, headers: { 'retry-after': '3' } })
  t.ok(error instanceof HttpError && error instanceof Error)
  t.match(error, {
    code: 'GNAR_ERR_HTTP',
    statusCode: 409,
    message: 'already 100% taken: %s %d',
    expose: true,
    headers: { 'retry-after': '3' },
    cause
  })
  t.not(httpError(404, 'x'), httpError(404, 'x'))
  t.equal(httpError(404, 'x').cause, undefined)
  for (const status of [200, 399, 600, 404.5, Number.NaN]) {
    t.throws(() => httpError(status, 'x'), { code: 'GNAR_ERR_HTTP_STATUS', message: `not ${status}` })
  }
})

t.test('E1 reply.failure has the failure’s own status, whatever status the style sends', async (t) => {
  const { fastify } = await start(t, { style: 'gnar', production: true })
  const seen: unknown[] = []
  fastify.addHook('onSend', async (_request, reply) => {
    seen.push(reply.failure?.status ?? reply.statusCode)
  })
  fastify.get('/ok', async () => ({ ok: true }))
  fastify.get('/conflict', async () => {
    throw httpError(409, 'x')
  })
  fastify.get('/boom', async () => {
    throw new Error('x')
  })
  for (const url of ['/ok', '/conflict', '/boom', '/unknown']) await fastify.inject(url)
  t.strictSame(seen, [200, 409, 500, 404])
})

t.test(
  "E1 an error that the user's own logger cannot serialize is logged once and gets a response",
  async (t) => {
    for (const hostile of [
      Object.freeze(new Error('frozen in the lift')),
      Object.defineProperty(new Error('frozen in the lift'), 'rope', { enumerable: true, get: fail })
    ]) {
      const lines: string[] = []
      const fastify = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
      t.teardown(() => fastify.close())
      await fastify.register(gnarErrors, { name: 'piste', production: true, env: {} })
      fastify.get('/', async () => {
        throw hostile
      })
      const response = await fastify.inject('/')
      t.match(response.json(), { error: 'Piste API Error' })
      const logged = lines.filter((line) => line.includes('frozen in the lift'))
      t.equal(logged.length, 1)
      t.match(logged[0], 'plugin.test.ts')
    }
  }
)

function fail(): never {
  throw new Error('no rope')
}

/** What a client receives until the connection closes. */
function receive(url: string) {
  return new Promise<string>((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      response.on('error', () => {})
      response.on('close', () => {
        resolve(`${response.statusCode} ${body}${response.complete ? '' : ' (aborted)'}`)
      })
    })
    request.on('error', reject)
  })
}

for (const style of ['gnar', 'http', 'problem'] as const) {
  t.test(`E5 an error after the headers closes the connection and is logged, ${style}`, async (t) => {
    const seen: string[] = []
    for (const kind of Object.keys(kinds)) {
      const { fastify, log } = await start(t, { style, production: true }, kind)
      fastify.get('/raw', async (_request, reply) => {
        reply.raw.writeHead(200, { 'content-type': 'text/plain' })
        reply.raw.write('part')
        throw new Error('too late')
      })
      fastify.get('/stream', async () => {
        async function* parts() {
          yield 'part'
          await new Promise(setImmediate)
          throw new Error('broken off')
        }
        return Readable.from(parts())
      })
      await fastify.listen({ port: 0, host: '127.0.0.1' })
      for (const url of ['/raw', '/stream']) {
        const received = await receive(fastify.listeningOrigin + url)
        const logged = log
          .objects()
          .flatMap(({ level, err }) => (err === undefined ? [] : `${level} ${err.message}`))
        seen.push(`${kind} ${url}: ${received}, logged ${logged.join()}`)
      }
    }
    t.matchSnapshot(seen.join('\n'))
  })
}

t.test('E1 errors in nested scopes reach the handler, and the user’s own handler comes first', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  await fastify.register(
    async (scope) => {
      scope.setErrorHandler((error, _request, reply) => {
        if ((error as Error).message === 'mine') return reply.code(418).send({ mine: true })
        throw error
      })
      scope.get('/mine', async () => {
        throw new Error('mine')
      })
      scope.get('/passed', async () => {
        throw httpError(409, 'passed on')
      })
      scope.get('/not-found', async (_request, reply) => reply.callNotFound())
    },
    { prefix: '/scope' }
  )
  t.strictSame((await fastify.inject('/scope/mine')).json(), { mine: true })
  t.match((await fastify.inject('/scope/passed')).json(), { error: 'passed on' })
  t.equal((await fastify.inject('/scope/not-found')).statusCode, 404)
})

t.test('E1 an invalid header cannot break an error response', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  fastify.get('/sync', (_request, reply) => {
    reply.header('x-bad', 'a\nb')
    throw httpError(409, 'x')
  })
  fastify.get('/own', async () => {
    throw httpError(409, 'x', {
      headers: { 'x-bad': 'a\nb', 'content-length': '3', 'transfer-encoding': 'x' }
    })
  })
  for (const url of ['/sync', '/own']) {
    const { statusCode, body } = await fastify.inject(url)
    t.ok(statusCode >= 400)
    t.ok(JSON.parse(body).error)
    t.notMatch(body, 'ERR_INVALID_CHAR')
  }
})

t.test('E1 errors with false or throwing properties get a response', async (t) => {
  const { fastify } = await start(t, { style: 'http', production: true })
  const thrower = () => {
    throw new Error('internal-detail')
  }
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const liars: Record<string, unknown> = {
    '/getters': Object.defineProperties(
      {},
      { statusCode: { get: thrower }, expose: { get: thrower }, message: { get: thrower } }
    ),
    '/symbol': Symbol('internal-detail'),
    '/function': thrower,
    '/status': Object.assign(new Error('internal-detail'), { statusCode: 'abc', expose: true }),
    '/range': Object.assign(new Error('shown'), { statusCode: 200, expose: true }),
    '/prototype': new Proxy({}, { getPrototypeOf: thrower }),
    '/proxy': new Proxy(new Error('internal-detail'), {
      get: thrower,
      getPrototypeOf: thrower,
      has: thrower
    }),
    '/revoked': revoked,
    '/headers': Object.assign(new Error('shown'), { expose: true, headers: revoked }),
    '/text': Object.assign(new Error('shown'), {
      code: { toString: thrower },
      stack: { toString: thrower },
      validation: [null, revoked],
      validationContext: 'body'
    }),
    '/no-message': { expose: true, statusCode: 404 },
    '/frozen': Object.freeze(new Error('internal-detail'))
  }
  for (const [url, thrown] of Object.entries(liars)) {
    fastify.get(url, async () => {
      throw thrown
    })
  }
  for (const url of Object.keys(liars)) {
    const { statusCode, body } = await fastify.inject(url)
    t.equal(statusCode, url === '/no-message' ? 404 : 500, url)
    t.match(JSON.parse(body).error, /./, url)
    t.notMatch(body, 'proxy', url)
    if (url !== '/status') t.notMatch(body, 'internal-detail', url)
  }
})

t.test('E1 routes declared before the plugin are an error that says so', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  fastify.get('/early', async () => ({ ok: true }))
  const register = async () => {
    await fastify.register(gnarErrors, { env: {} })
  }
  await t.rejects(register(), {
    code: 'GNAR_ERR_ROUTES_EXIST',
    message: 'await fastify.register(gnarErrors)'
  })
})

t.test('E6 a headersTimeoutMs above requestTimeoutMs is an error', async (t) => {
  t.throws(() => errorsServerOptions({ env: {}, headersTimeoutMs: 2000, requestTimeoutMs: 1000 }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'headersTimeoutMs'
  })
  t.match(errorsServerOptions({ env: {}, bodyLimit: 10, keepAliveTimeoutMs: 20 }), {
    bodyLimit: 10,
    keepAliveTimeout: 20,
    requestTimeout: 30_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000 }
  })
})

t.test('options are checked and never changed', async (t) => {
  const frozen = Object.freeze({ env: {}, name: 'x' })
  for (const _ of [1, 2]) {
    const fastify = Fastify()
    t.after(() => fastify.close())
    await fastify.register(gnarErrors, frozen)
  }
  const mistyped = { env: {}, stlye: 'http' }
  await t.rejects(start(t, mistyped), { message: 'did you mean "style"?' })
  // @ts-expect-error: no such style
  await t.rejects(start(t, { style: 'xml' }), { message: 'must be one of gnar, http, problem' })
})

t.test('E4 nothing is sent twice when a handler continues after its error', async (t) => {
  const { fastify, log } = await start(
    t,
    { style: 'http', production: true },
    'with server options',
    collect()
  )
  fastify.addHook('onSend', async () => {
    await new Promise(setImmediate)
  })
  fastify.get('/', (_request, reply) => {
    reply.send(new Error('internal-detail'))
    reply.raw.once('finish', () => reply.send({ late: true }))
  })
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  const response = await fetch(fastify.listeningOrigin)
  t.match(await response.json(), { error: 'MyGnarlyApp API Error' })
  t.match(log.objects().at(-1), { level: 40 })
  const closed = once(fastify.server, 'close')
  await fastify.close()
  await closed.catch(() => {})
})
