import { testApp } from 'gnar-gear/testing'
import t from 'tap'
import { options } from '../app/options.ts'

t.test('S1 what happens in piste arrives through the queue, once, and only its rider sees it', async (t) => {
  const offPiste = await testApp({ name: 'off-piste', ...options })
  t.after(() => offPiste.close())
  const activity = offPiste.queue('activity')
  await activity.send({ account: 'shaun', event: 'signup', at: 0 })
  await activity.send({ account: 'shaun', event: 'login', at: 1000 })
  await activity.drain()

  const mine = await offPiste.as('shaun').inject('/activity/mine')
  t.match(mine.json(), [{ event: 'signup' }, { event: 'login' }])
  t.strictSame((await offPiste.as('another').inject('/activity/mine')).json(), [])
  t.match((await offPiste.inject('/activity/mine')).json(), { error: 'Missing Authorization Header' })
})
