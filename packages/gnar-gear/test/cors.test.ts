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

t.test('C1 in production a preflight is a request like any other', async (t) => {
  const server = await startProtected(t, { production: true, drainDelayMs: 0, errors: { style: 'http' } })
  const answer = await server.inject(preflight)
  t.equal(answer.statusCode, 401)
  t.notMatch(Object.keys(answer.headers).join(), 'access-control')
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
      }
    },
    ...options
  })
  await app.run()
  return app.server
}
