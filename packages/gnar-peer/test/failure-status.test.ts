import t from 'tap'
import { startApp, startServer } from './services.ts'

const failure = '{"error":"Piste API Error"}'

t.test('X4 E3 the failure of a peer in style gnar is not ok, though its status is 200', async (t) => {
  const piste = await startServer(t, (_, response) =>
    response.writeHead(200, { 'x-gnar-status': '404' }).end(failure)
  )
  const app = await startApp(t, { peers: { piste } })
  const response = await app.peer('piste').get('user')
  t.strictSame([response.status, response.failureStatus, response.ok], [200, 404, false])
  t.same(response.json(), { error: 'Piste API Error' })
  t.throws(() => response.raiseForStatus(), {
    code: 'GNAR_ERR_PEER_STATUS',
    peerStatus: 404,
    message: /^GET \/user of peer piste returned 404/
  })

  const streamed = await app.peer('piste').get('user', { stream: true })
  t.strictSame([streamed.status, streamed.failureStatus, streamed.ok], [200, 404, false])
  t.throws(() => streamed.raiseForStatus(), { code: 'GNAR_ERR_PEER_STATUS', peerStatus: 404 })
})

t.test('X6 E3 the failures 502, 503 and 504 of a peer in style gnar are retried', async (t) => {
  const statuses = ['503', '504']
  const piste = await startServer(t, (_, response) => {
    const status = statuses.shift()
    response.writeHead(200, status === undefined ? {} : { 'x-gnar-status': status }).end('ok')
  })
  const app = await startApp(t, { peers: { piste } })
  const response = await app.peer('piste').get('user')
  t.strictSame([response.ok, statuses.length], [true, 0])
})

t.test('X4 a header that is not the status of a failure is ignored', async (t) => {
  const piste = await startServer(t, ({ url }, response) => {
    const [status = '', own = ''] = String(url).slice(1).split('/')
    response.writeHead(Number(status), { 'x-gnar-status': own }).end()
  })
  const app = await startApp(t, { peers: { piste }, retries: 0 })
  const statusOf = async (path: string) => (await app.peer('piste').get(path)).failureStatus
  t.equal(await statusOf('200/200'), 200)
  t.equal(await statusOf('200/5000'), 200)
  t.equal(await statusOf('200/503, 503'), 200)
  t.equal(await statusOf('404/503'), 404)
})
