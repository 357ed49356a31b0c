import { type TestApp, testApp } from 'gnar-gear/testing'
import t, { type Test } from 'tap'
import { options } from '../app/options.ts'

const credentials = { email: 'rider@example.com', password: 'gnarly 🤙 password' }

async function startPiste(t: Test): Promise<TestApp> {
  const app = await testApp({
    name: 'piste',
    ...options,
    queues: ['activity'],
    peers: {
      'off-piste': async (fastify) => fastify.get('/activity/mine', async () => activity)
    }
  })
  t.after(() => app.close())
  return app
}

const post = (app: TestApp, url: string, payload: object) => app.inject({ method: 'POST', url, payload })

const activity = [{ event: 'login', happenedAt: '2026-11-23T20:03:30.840Z' }]

t.test('S1 a rider signs up, activates the account with the link of the mail, and logs in', async (t) => {
  const piste = await startPiste(t)
  t.match((await post(piste, '/user/signup', credentials)).json(), { status: 'ok' })
  const early = await post(piste, '/user/login', credentials)
  t.equal(early.headers['x-gnar-status'], '403')

  const [mail] = await piste.inbox()
  t.match(mail, { to: [credentials.email], subject: /^Welcome/ })
  const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  t.match((await post(piste, '/user/activate', { token })).json(), { status: 'ok' })

  const login = await post(piste, '/user/login', credentials)
  const headers = { authorization: String(login.headers.authorization) }
  t.match((await piste.inject({ url: '/user/account', headers })).json(), { email: credentials.email })
  const events = (await piste.queue('activity').take()).map((body) => JSON.parse(body).event)
  t.strictSame(events, ['signup', 'login'])
})

t.test('S1 the activity comes from off-piste', async (t) => {
  const piste = await startPiste(t)
  t.strictSame((await piste.as('a-rider').inject('/user/activity')).json(), activity)
  t.equal((await piste.inject('/user/activity')).headers['x-gnar-status'], '401')
})
