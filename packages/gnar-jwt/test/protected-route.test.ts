import t from 'tap'
import {
  createApp,
  createProtectedApp,
  forge,
  freshToken,
  get,
  nowInSeconds,
  payloadOf,
  stopClock
} from './app.ts'

t.test('J3 a protected route knows the identity and the claims of its token', async (t) => {
  const fastify = await createProtectedApp(t)
  const token = fastify.createAccessToken({ id: 7 }, { claims: { tenant: 'gnar' } })
  const response = await get(fastify, `Bearer ${token}`)
  t.equal(response.statusCode, 200)
  t.strictSame(response.json().identity, { id: 7 })
  t.match(response.json().claims, { tenant: 'gnar', type: 'access' })
})

t.test('J3 J4 without a token a protected route responds with 401 and says why', async (t) => {
  const fastify = await createProtectedApp(t)
  const response = await get(fastify)
  t.equal(response.statusCode, 401)
  t.equal(response.headers['www-authenticate'], 'Bearer')
  t.match(response.json(), { code: 'GNAR_ERR_JWT_MISSING', message: 'Missing Authorization Header' })
})

t.test('J4 the scheme is matched in any case, and exactly one token must follow it', async (t) => {
  const fastify = await createProtectedApp(t)
  const token = fastify.createAccessToken('shaun')
  for (const good of [`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token}`]) {
    t.equal((await get(fastify, good)).statusCode, 200, good.slice(0, 10))
  }
  const bad = [
    'Bearer',
    `Bearer ${token} ${token}`,
    `Basic ${token}`,
    token,
    `Bearer${token}`,
    `Bearer\t${token}`
  ]
  for (const header of bad) {
    const response = await get(fastify, header)
    t.equal(response.statusCode, 401)
    t.equal(response.headers['www-authenticate'], 'Bearer error="invalid_request"')
    t.equal(
      response.json().message,
      "Bad Authorization header. Expected value 'Bearer <JWT>'",
      header.slice(0, 10)
    )
  }
})

t.test('J3 authenticateOptional lets a request without a token through and refuses a bad one', async (t) => {
  const fastify = await createApp(t)
  fastify.get('/', { onRequest: fastify.authenticateOptional }, async ({ identity }) => ({ identity }))
  t.strictSame((await get(fastify)).json(), { identity: null })
  for (const header of ['Basic c2hhdW46d2hpdGU=', 'Bearer', 'bearer ', 'Bearer   ']) {
    t.strictSame((await get(fastify, header)).json(), { identity: null }, JSON.stringify(header))
  }
  const token = fastify.createAccessToken('shaun')
  t.strictSame((await get(fastify, `Bearer ${token}`)).json(), { identity: 'shaun' })
  for (const bad of [`Bearer\t${token}`, `Bearer ${token} x`, 'Bearer x', `Bearer ${token}x`]) {
    t.equal((await get(fastify, bad)).statusCode, 401, JSON.stringify(bad.slice(0, 10)))
  }
})

t.test(
  'J3 under a hook of the scope, a public route is let through, without identity and without a fresh token',
  async (t) => {
    const fastify = await createApp(t)
    fastify.addHook('onRequest', fastify.authenticate)
    fastify.get('/', async () => 'private')
    fastify.get('/public', { config: { public: true } }, async ({ identity }) => ({ identity }))
    t.equal((await get(fastify)).statusCode, 401)
    t.equal((await get(fastify, undefined, '/public')).statusCode, 200)
    const response = await get(fastify, `Bearer ${fastify.createAccessToken('shaun')}`, '/public')
    t.strictSame(response.json(), { identity: null })
    t.equal(freshToken(response), undefined)
  }
)

t.test(
  'J3 under a hook of the whole app, an unknown route and a malformed URL need a token as well',
  async (t) => {
    const fastify = await createApp(t)
    fastify.addHook('onRequest', fastify.authenticate)
    const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
    fastify.get('/', async () => 'private')
    for (const [url, status] of [
      ['/nowhere', 404],
      ['/%ff', 400]
    ] as const) {
      t.ok([401, status].includes((await get(fastify, undefined, url)).statusCode), url)
      t.equal((await get(fastify, authorization, url)).statusCode, status, url)
    }
    t.equal((await get(fastify, undefined, '/nowhere')).statusCode, 401)
  }
)

t.test('J3 a hook of a scope protects HEAD and OPTIONS, and every place in a list of hooks', async (t) => {
  const fastify = await createApp(t)
  const authorization = `Bearer ${fastify.createAccessToken('shaun')}`
  const early = async () => undefined
  await fastify.register(
    async (scope) => {
      scope.addHook('onRequest', scope.authenticate)
      scope.get('/', async () => 'private')
      scope.options('/', async () => 'private')
      scope.get('/public', { config: { public: true } }, async () => 'public')
    },
    { prefix: '/scope' }
  )
  fastify.get('/list', { onRequest: [early, fastify.authenticate, early] }, async () => 'private')
  fastify.get('/outside', async () => 'public')
  const status = async (method: 'GET' | 'HEAD' | 'OPTIONS', url: string, headers = {}) =>
    (await fastify.inject({ method, url, headers })).statusCode
  for (const [method, url] of [
    ['GET', '/scope'],
    ['HEAD', '/scope'],
    ['OPTIONS', '/scope'],
    ['GET', '/list'],
    ['HEAD', '/list']
  ] as const) {
    t.equal(await status(method, url), 401, `${method} ${url}`)
    t.equal(await status(method, url, { authorization }), 200, `${method} ${url}`)
  }
  for (const method of ['GET', 'HEAD'] as const) {
    t.equal(await status(method, '/scope/public'), 200)
    t.equal(await status(method, '/outside'), 200)
  }
  t.equal(await status('GET', '/scope/nowhere'), 404, 'the hook of a scope does not run without a route')
})

t.test('J4 two Authorization headers are refused', async (t) => {
  const server = { http: { joinDuplicateHeaders: true } } as object
  const fastify = await createApp(t, {}, server)
  fastify.get('/', { onRequest: fastify.authenticate }, async ({ identity }) => ({ identity }))
  const token = fastify.createAccessToken('shaun')
  const response = await fetch(await fastify.listen({ port: 0, host: '127.0.0.1' }), {
    headers: [
      ['authorization', `Bearer ${token}`],
      ['authorization', 'Bearer x']
    ]
  })
  t.equal(response.status, 401)
  t.match(await response.json(), { code: 'GNAR_ERR_JWT_BAD_HEADER' })
})

t.test('J3 authenticate can be called as a function', async (t) => {
  const fastify = await createApp(t)
  fastify.addHook('preHandler', async (request, reply) => {
    await fastify.authenticate(request, reply)
  })
  fastify.get('/', async ({ identity }) => ({ identity }))
  t.equal((await get(fastify)).statusCode, 401)
  t.strictSame((await get(fastify, `Bearer ${fastify.createAccessToken(1)}`)).json(), { identity: 1 })
})

t.test('J3 the claims that the original may omit may be absent', async (t) => {
  const fastify = await createProtectedApp(t)
  const response = await get(fastify, `Bearer ${forge({ identity: 'shaun', exp: nowInSeconds() + 60 })}`)
  t.equal(response.statusCode, 200)
  t.equal(response.json().identity, 'shaun')
  t.match(payloadOf(freshToken(response)), { identity: 'shaun', sub: 'shaun', type: 'access' })
})

t.test('J10 dates may be fractions or numeric strings, and reach the handler as numbers', async (t) => {
  const fastify = await createProtectedApp(t, { maxSessionMinutes: 60 })
  const now = nowInSeconds()
  const asFractions = { iat: now - 60.5, nbf: now - 60.25, exp: now + 60.75, auth_time: now - 100.5 }
  const whole = { iat: now - 60, nbf: now - 60, exp: now + 60, auth_time: now - 100 }
  const asStrings = Object.fromEntries(Object.entries(whole).map(([name, date]) => [name, String(date)]))
  for (const [sent, seen] of [
    [asFractions, asFractions],
    [asStrings, whole],
    [{ exp: String(whole.exp) }, { exp: whole.exp }]
  ]) {
    for (const use of ['first', 'remembered']) {
      const response = await get(fastify, `Bearer ${forge({ identity: 'shaun', ...sent })}`)
      t.equal(response.statusCode, 200, `${use} ${JSON.stringify(sent)}`)
      t.match(response.json().claims, seen)
      const { iat, nbf, exp, auth_time } = payloadOf(freshToken(response))
      t.ok([iat, nbf, exp, auth_time].every(Number.isInteger), 'ours are whole numbers')
    }
  }
})

t.test('J10 a token with a fractional exp expires at that instant', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t, { clockToleranceSeconds: 0 })
  const authorization = `Bearer ${forge({ identity: 'shaun', exp: Date.now() / 1000 + 10.5 })}`
  t.equal((await get(fastify, authorization)).statusCode, 200)
  move(10.4)
  t.equal((await get(fastify, authorization)).statusCode, 200)
  move(0.2)
  t.equal((await get(fastify, authorization)).json().message, 'Token has expired')
})

t.test('J4 an audience that is not text is refused, whatever the dates are', async (t) => {
  const fastify = await createProtectedApp(t, { audience: 'riders' })
  for (const exp of [nowInSeconds() + 60, String(nowInSeconds() + 60)]) {
    const response = await get(fastify, `Bearer ${forge({ identity: 1, exp, aud: ['riders', 5] })}`)
    t.equal(response.statusCode, 401)
    t.equal(response.json().message, 'Invalid claim format in token')
  }
})

t.test('J3 a token whose identity and sub differ is refused', async (t) => {
  const fastify = await createProtectedApp(t)
  const exp = nowInSeconds() + 60
  const status = async (claims: object) =>
    (await get(fastify, `Bearer ${forge({ exp, ...claims })}`)).statusCode
  t.equal(await status({ identity: { id: [1] }, sub: { id: [1] } }), 200)
  t.equal(await status({ identity: 'shaun', sub: 'todd' }), 401)
  t.equal(await status({ identity: 1, sub: '1' }), 401)
  t.equal(await status({ identity: null, sub: 'shaun' }), 401)
})

t.test('J3 what a handler is given cannot be changed, since requests share it', async (t) => {
  const fastify = await createApp(t)
  fastify.get<{ Querystring: object }>(
    '/',
    { onRequest: fastify.authenticate },
    async ({ identity, claims }) => {
      t.throws(() => (identity as { roles: string[] }).roles.push('admin'), TypeError)
      t.throws(() => Object.assign(claims ?? {}, { type: 'refresh' }), TypeError)
      return { identity }
    }
  )
  const token = fastify.createAccessToken({ roles: [] })
  t.strictSame((await get(fastify, `Bearer ${token}`)).json(), { identity: { roles: [] } })
  t.strictSame((await get(fastify, `Bearer ${token}`)).json(), { identity: { roles: [] } })
})
