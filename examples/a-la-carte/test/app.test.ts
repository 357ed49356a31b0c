import t from 'tap'
import { buildApp } from '../src/app.ts'

t.test('J3 E3 individual plugins work together on plain Fastify', async (t) => {
  const app = await buildApp('a secret of at least thirty-two bytes')
  t.teardown(() => app.close())
  const login = (password: string) =>
    app.inject({ method: 'POST', url: '/login', payload: { name: 'rider', password } })

  const refused = await login('wrong')
  t.equal(refused.statusCode, 401)
  t.match(refused.headers['content-type'], 'application/problem+json')
  t.match(refused.json(), { detail: 'Wrong name or password' })

  const { authorization } = (await login('gnarly 🤙')).headers
  t.match(authorization, /^Bearer /)
  const me = await app.inject({ url: '/me', headers: { authorization: String(authorization) } })
  t.strictSame(me.json(), { name: 'rider' })

  const anonymous = await app.inject({ url: '/me' })
  t.equal(anonymous.statusCode, 401)
  t.match(anonymous.headers['www-authenticate'], 'Bearer')
})
