import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import t, { type Test } from 'tap'
import { pathPattern } from '../src/diagnostics.ts'
import { startApp, startServer } from './services.ts'

/** The events of a channel, until the test ends. */
function listen(t: Test, channel: string): unknown[] {
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  subscribe(channel, onEvent)
  t.after(() => unsubscribe(channel, onEvent))
  return events
}

t.test('T1 gnar-peer:call has peer, method, pattern, attempts, outcome and milliseconds', async (t) => {
  const statuses = [503, 200, 404]
  const piste = await startServer(t, (_request, response) => {
    response.writeHead(statuses.shift() ?? 500).end()
  })
  const app = await startApp(t, { peers: { piste, gone: 'http://127.0.0.1:9' } })
  const events = listen(t, 'tracing:gnar-peer:call:asyncEnd')
  await app.peer('piste').get('user/42?token=s3cret')
  await app.peer('piste').post('user')
  await app
    .peer('gone')
    .get('x', null, { retries: 0 })
    .catch(() => {})
  await app.external.post(`${piste}/mail`)
  const durationMs = Number
  t.match(events, [
    {
      peer: 'piste',
      method: 'GET',
      pathPattern: '/user/:id',
      attempts: 2,
      status: 200,
      outcome: 'ok',
      durationMs
    },
    {
      peer: 'piste',
      method: 'POST',
      pathPattern: '/user',
      attempts: 1,
      status: 404,
      outcome: 'client_error'
    },
    { peer: 'gone', attempts: 1, outcome: 'unreachable', errorCode: 'GNAR_ERR_PEER_UNREACHABLE', durationMs },
    { peer: 'external', method: 'POST', pathPattern: '/mail', status: 500, outcome: 'server_error' }
  ])
  t.notMatch(JSON.stringify(events), 's3cret')
})

t.test('T1 the pattern of a path keeps short words and replaces everything else', async (t) => {
  t.equal(pathPattern('/v2/user/42/one-time?x=1'), '/v2/user/:id/one-time')
  t.equal(pathPattern('/user/ada%40x.org/0192f6c0-aaaa-7bbb-8ccc-ddddeeeeffff'), '/user/:id/:id')
  t.equal(pathPattern(`/reset/${'abc'.repeat(10)}`), '/reset/:id')
  t.equal(pathPattern('/'), '/')
})
