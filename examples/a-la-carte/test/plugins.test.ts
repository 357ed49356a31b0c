import type { FastifyInstance } from 'fastify'
import { startLocal } from 'gnar-local'
import t from 'tap'
import { buildHashing } from '../src/argon2.ts'
import { buildFailing } from '../src/errors.ts'
import { buildProbed } from '../src/health.ts'
import { buildProtected } from '../src/jwt.ts'
import { buildLogged } from '../src/logger.ts'
import { buildAsking } from '../src/peer.ts'
import { buildStored } from '../src/pg.ts'
import { buildMailing } from '../src/ses.ts'
import { buildQueueing } from '../src/sqs.ts'

const local = await startLocal({ postgres: true, sqs: true, ses: true, queues: ['tricks'] })
t.after(() => local.stop())

function closedAfter(t: Pick<typeof import('tap'), 'after'>, app: FastifyInstance): FastifyInstance {
  t.after(() => app.close())
  return app
}

t.test('gnar-logger alone', async (t) => {
  const app = closedAfter(t, await buildLogged())
  const { headers } = await app.inject({ url: '/', headers: { 'x-request-id': 'my-id' } })
  t.equal(headers['x-request-id'], 'my-id')
})

t.test('gnar-errors alone', async (t) => {
  const app = closedAfter(t, await buildFailing())
  t.match((await app.inject('/taken')).json(), { status: 409, detail: 'This name is taken' })
  const broken = await app.inject('/broken')
  t.equal(broken.statusCode, 500)
  t.notMatch(broken.body, '10.0.0.5')
})

t.test('gnar-argon2 alone', async (t) => {
  const app = closedAfter(t, await buildHashing())
  const headers = { 'content-type': 'text/plain' }
  const { hash } = (await app.inject({ method: 'POST', url: '/hash', payload: 'gnarly', headers })).json()
  t.match(hash, /^\$argon2id\$/)
})

t.test('gnar-pg alone', async (t) => {
  const app = closedAfter(t, await buildStored(local.env))
  await app.inject({ method: 'PUT', url: '/tricks/ollie' })
  const { tricks } = (await app.inject({ method: 'PUT', url: '/tricks/kickflip' })).json()
  t.strictSame(tricks, ['kickflip', 'ollie'])
})

t.test('gnar-jwt alone', async (t) => {
  const app = closedAfter(t, await buildProtected('a secret of at least thirty-two bytes'))
  t.equal((await app.inject('/me')).statusCode, 401)
  const { token } = (await app.inject({ method: 'POST', url: '/login' })).json()
  const headers = { authorization: `Bearer ${token}` }
  t.strictSame((await app.inject({ url: '/me', headers })).json(), { name: 'rider' })
})

t.test('gnar-peer alone', async (t) => {
  const piste = closedAfter(t, await buildProbed(() => true))
  piste.get('/snow', async () => ({ centimetres: 40 }))
  const app = closedAfter(t, await buildAsking(await piste.listen({ port: 0 })))
  t.strictSame((await app.inject('/weather')).json(), { centimetres: 40 })
})

t.test('gnar-ses alone', async (t) => {
  const app = closedAfter(t, await buildMailing(local.env))
  t.match((await app.inject({ method: 'POST', url: '/welcome' })).json(), { sent: /./ })
})

function messageReceived() {
  let resolve: (body: string | undefined) => void = () => {}
  const promise = new Promise<string | undefined>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

t.test('gnar-sqs alone', async (t) => {
  const { promise, resolve } = messageReceived()
  const app = closedAfter(t, await buildQueueing(local.env, resolve))
  const headers = { 'content-type': 'text/plain' }
  await app.inject({ method: 'POST', url: '/tricks', payload: 'ollie', headers })
  t.equal(await promise, 'ollie')
})

t.test('gnar-health alone', async (t) => {
  let isOpen = false
  const app = closedAfter(t, await buildProbed(() => isOpen))
  t.match((await app.inject('/health/ready')).json(), { failing: ['lift'] })
  isOpen = true
  t.equal((await app.inject('/health/live')).statusCode, 200)
})

// The local servers would keep the process waiting for more tests.
t.end()
