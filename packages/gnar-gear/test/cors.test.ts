import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { GnarAppOptions } from 'gnar-gear'
import t, { type Test } from 'tap'
import { createApp } from './start-app.ts'

const origin = 'http://localhost:3000'
const preflight = {
  method: 'OPTIONS',
  url: '/rider',
  headers: {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization, content-type'
  }
} as const

t.test(
  'C1 preflights answer although a hook protects the whole app, and its refusals are read',
  async (t) => {
    const server = await startProtected(t, { errors: { style: 'http' } })
    const allowed = await server.inject(preflight)
    t.equal(allowed.statusCode, 204)
    t.match(allowed.headers, {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': '*',
      'access-control-allow-headers': 'authorization, content-type'
    })
    const authorization = `Bearer ${server.createAccessToken('shaun')}`
    for (const [url, headers, status] of [
      ['/rider', { origin }, 401],
      ['/rider', { origin, authorization }, 200],
      ['/nowhere', { origin, authorization }, 404]
    ] as const) {
      const answer = await server.inject({ url, headers })
      t.equal(answer.statusCode, status)
      t.match(answer.headers, {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'Authorization'
      })
      t.equal('authorization' in answer.headers, status !== 401)
    }
  }
)

t.test('C1 R6 in production a preflight gets the methods of its path and no permission', async (t) => {
  const server = await startProtected(t, { production: true, drainDelayMs: 0, errors: { style: 'http' } })
  const answer = await server.inject(preflight)
  t.equal(answer.statusCode, 204)
  t.equal(answer.headers.allow, 'GET, HEAD, OPTIONS')
  t.notMatch(Object.keys(answer.headers).join(), 'access-control')
})

t.test('R6 OPTIONS without Origin gets Allow in both modes, and an unknown path stays unknown', async (t) => {
  const modes: [Partial<GnarAppOptions>, string | undefined][] = [
    [{ production: true, drainDelayMs: 0 }, undefined],
    [{ production: false }, origin],
    [{ production: true, drainDelayMs: 0, cors: { origin: [/gnar\.ca$/] } }, undefined],
    [{ cors: false }, undefined]
  ]
  for (const [options, allowed] of modes) {
    const server = await startProtected(t, { ...options, errors: { style: 'http' } })
    const plain = await server.inject({ method: 'OPTIONS', url: '/rider' })
    t.strictSame([plain.statusCode, plain.headers.allow], [204, 'GET, HEAD, OPTIONS'])
    const health = await server.inject({ method: 'OPTIONS', url: '/health/live' })
    t.strictSame([health.statusCode, health.headers.allow], [204, 'GET, HEAD, OPTIONS'])
    const unknown = await server.inject({
      method: 'OPTIONS',
      url: '/nowhere',
      headers: { authorization: `Bearer ${server.createAccessToken('shaun')}` }
    })
    t.match(unknown.json(), { error: 'Route OPTIONS:/nowhere not found, check the method and the path' })
    t.equal(unknown.statusCode, 404)
    const fromPage = await server.inject({ method: 'OPTIONS', url: '/rider', headers: { origin } })
    t.equal(fromPage.headers['access-control-allow-origin'], allowed)
    await server.close()
  }
})

t.test('C1 in development pages read the responses to malformed requests, too', async (t) => {
  for (const [options, allowed] of [
    [{ production: false, fastify: { routerOptions: { maxParamLength: 200 } } }, true],
    [{ production: true, drainDelayMs: 0, fastify: { maxParamLength: 200 } }, false],
    [{ production: false, cors: { origin: 'https://gnar.ca' } }, false]
  ] as const) {
    const server = await startProtected(t, { ...options, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    const long = 'x'.repeat(201)
    for (const text of [
      `GET /%zz HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
      `GET /by/${long} HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
      `FOO / HTTP/1.1\r\nOrigin: ${origin}\r\n\r\n`,
      `GET / HTTP/1.1\r\nOrigin: ${origin}\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`
    ]) {
      const response = await send(port, text)
      t.match(response, /^HTTP\/1\.1 200 OK/, text.slice(0, 20))
      t.equal(
        response.toLowerCase().includes(`access-control-allow-origin: ${origin}\r`),
        allowed,
        text.slice(0, 20)
      )
      t.equal(/^access-control-expose-headers: Authorization\r$/im.test(response), allowed)
    }
    await server.close()
  }
})

t.test('C1 cors options go to @fastify/cors as they are, in development, too', async (t) => {
  const cors = { origin: ['https://gnar.ca'], credentials: true, exposedHeaders: ['x-own'] }
  for (const production of [true, false]) {
    const server = await startProtected(t, { production, drainDelayMs: 0, cors })
    const answer = await server.inject({ url: '/rider', headers: { origin: 'https://gnar.ca' } })
    t.match(answer.headers, {
      'access-control-allow-origin': 'https://gnar.ca',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-own'
    })
    const other = await server.inject({ url: '/rider', headers: { origin } })
    t.notOk('access-control-allow-origin' in other.headers)
    await server.close()
  }
})

t.test('C1 cors: false sends no such headers in development', async (t) => {
  const server = await startProtected(t, { cors: false })
  const { headers } = await server.inject({ url: '/rider', headers: { origin } })
  t.notMatch(Object.keys(headers).join(), 'access-control')
})

const origins: Record<string, boolean> = {
  'http://localhost': true,
  'https://localhost:3000': true,
  'http://shop.localhost:5173': true,
  'http://127.0.0.1:8080': true,
  'http://[::1]:8080': true,
  'http://[fd12:3456::1]': true,
  'http://10.1.2.3': true,
  'http://172.16.0.1': true,
  'http://172.31.255.255:1': true,
  'http://192.168.1.20:3000': true,
  'http://laptop.local:3000': true,
  'https://example.com': false,
  'https://localhost.example.com': false,
  'https://example.com:3000': false,
  'https://10.1.2.3.example.com': false,
  'https://evil-localhost': false,
  'https://11.1.2.3': false,
  'https://172.32.0.1': false,
  'https://192.169.1.1': false,
  'http://localhost/.example.com': false,
  null: false
}

t.test('C1 in development, pages of other machines than private ones read nothing', async (t) => {
  const server = await startProtected(t, {})
  for (const [name, isAllowed] of Object.entries(origins)) {
    for (const request of [
      { url: '/rider', headers: { origin: name } },
      { ...preflight, headers: { ...preflight.headers, origin: name } }
    ]) {
      const { headers } = await server.inject(request)
      t.equal(headers['access-control-allow-origin'], isAllowed ? name : undefined, name)
    }
  }
})

/** The instance of an app that is protected as a whole. */
async function startProtected(t: Test, options: Partial<GnarAppOptions>) {
  const app = createApp(t, {
    noJwt: false,
    env: { GNAR_JWT_SECRET_KEY: 'the gnarliest secret of the piste' },
    steps: {
      configureRoutes: (fastify) => {
        fastify.protect()
        fastify.get('/rider', async () => 'rider')
        fastify.get('/by/:id', async () => 'by id')
      }
    },
    ...options
  })
  await app.run()
  return app.server
}

/** Sends bytes that no HTTP client would send, and returns everything that comes back. */
async function send(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}
