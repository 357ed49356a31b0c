import Fastify from 'fastify'
import t from 'tap'
import { walk } from '../src/walk.ts'

t.test('a step with an unexpected response ends the walk and shows what was expected', async (t) => {
  const service = Fastify()
  t.teardown(() => service.close())
  service.post('/user/signup', async () => ({ error: 'Piste API Error' }))
  const url = await service.listen({ port: 0 })
  const fleet = {
    pisteUrl: url,
    offPisteUrl: url,
    inboxUrl: url,
    logFiles: [],
    env: {},
    stop: async () => {}
  }
  await t.rejects(walk(fleet).next(), {
    message: 'Sign up: expected inbox',
    step: { method: 'POST', path: '/user/signup', status: 200, lines: ['{"error":"Piste API Error"}'] }
  })
})
