import fc from 'fast-check'
import t from 'tap'
import { createProtectedApp, forge, get } from './app.ts'
import { exp, good, token } from './hostile-tokens.ts'

t.test('J4 header members that name neither a key nor an extension are ignored', async (t) => {
  const fastify = await createProtectedApp(t)
  for (const members of [
    { kid: 'k1' },
    { typ: undefined },
    { typ: 'jwt' },
    { typ: 'at+jwt' },
    { cty: 'JWT' }
  ]) {
    t.equal((await get(fastify, `Bearer ${forge(good, members)}`)).statusCode, 200, JSON.stringify(members))
  }
})

t.test('J4 no changed token is accepted, and none makes a 500', async (t) => {
  const fastify = await createProtectedApp(t)
  const change = fc.record({
    at: fc.nat(token.length),
    remove: fc.nat(3),
    insert: fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.=+/ ,~\u00e4'), maxLength: 5 })
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ at, remove, insert }) => {
      const changed = token.slice(0, at) + insert + token.slice(at + remove)
      const { statusCode } = await get(fastify, `Bearer ${changed}`)
      return statusCode === (changed.trimStart() === token ? 200 : 401)
    }),
    { numRuns: 1000 }
  )
})

t.test('J4 no signed payload makes a 500', async (t) => {
  const fastify = await createProtectedApp(t)
  const claims = fc.record(
    Object.fromEntries(
      [
        'exp',
        'iat',
        'nbf',
        'identity',
        'sub',
        'type',
        'auth_time',
        'sid',
        'iss',
        'aud',
        'jti',
        '__proto__'
      ].map((name) => [name, fc.oneof(fc.jsonValue(), fc.constant(exp), fc.constant('access'))])
    ),
    { requiredKeys: [] }
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(claims, fc.jsonValue()), async (value) => {
      const { statusCode } = await get(fastify, `Bearer ${forge(value)}`)
      return statusCode === 200 || statusCode === 401
    }),
    { numRuns: 1000 }
  )
})
