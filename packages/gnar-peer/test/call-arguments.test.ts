import t from 'tap'
import type { PeerResponse } from '../src/index.ts'
import { type Echo, startApp, startEcho } from './services.ts'

t.test('X1 every method takes its options as one object, or in the positions of requests', async (t) => {
  const url = await startEcho(t)
  const app = await startApp(t, { peers: { piste: url } })
  const piste = app.peer('piste')
  const sent = async (response: Promise<PeerResponse>) => {
    const { method, url, body, headers } = (await response).json<Echo>()
    return [method, url, body, headers['x-a'] ?? '']
  }
  const headers = { 'x-a': 'b' }
  t.strictSame(await sent(piste.get('x', { params: { page: 2 }, headers })), ['GET', '/x?page=2', '', 'b'])
  t.strictSame(await sent(piste.get('x', { page: 2 }, { headers })), ['GET', '/x?page=2', '', 'b'])
  t.strictSame(await sent(piste.get('x', { headers })), ['GET', '/x', '', 'b'])
  t.strictSame(await sent(piste.get('x', { json: [1] })), ['GET', '/x', '[1]', ''])
  t.strictSame(await sent(piste.post('x', { json: { a: 1 }, headers })), ['POST', '/x', '{"a":1}', 'b'])
  t.strictSame(await sent(piste.post('x', null, { a: 1 }, { headers })), ['POST', '/x', '{"a":1}', 'b'])
  t.strictSame(await sent(piste.post('x', null, { json: 1 })), ['POST', '/x', '{"json":1}', ''])
  t.strictSame(await sent(piste.post('x', { a: 1 }, null, { headers })), ['POST', '/x', 'a=1', 'b'])
  t.strictSame(await sent(piste.post('x', { data: { a: 1 }, headers })), ['POST', '/x', 'a=1', 'b'])
  t.strictSame(await sent(piste.put('x', { data: { a: 1 }, headers })), ['PUT', '/x', 'a=1', 'b'])
  t.strictSame(await sent(piste.patch('x', { data: { a: 1 }, headers })), ['PATCH', '/x', 'a=1', 'b'])
  t.strictSame(await sent(piste.put('x', { a: 1 }, { headers })), ['PUT', '/x', 'a=1', 'b'])
  t.strictSame(await sent(piste.patch('x', {})), ['PATCH', '/x', '', ''])
  t.strictSame(await sent(piste.delete('x', { params: 'a=1', headers })), ['DELETE', '/x?a=1', '', 'b'])
  t.strictSame(await sent(piste.get('x', { params: { data: 1, stream: 2 } })), [
    'GET',
    '/x?data=1&stream=2',
    '',
    ''
  ])
  const form = { params: { a: 1 }, data: { autoAuth: true } }
  t.strictSame(await sent(app.external.post(`${url}/x`, form)), ['POST', '/x?a=1', 'autoAuth=true', ''])
  const streamed = await piste.get('x', { stream: true })
  streamed.body.destroy()
})

t.test('X1 a call that could be meant in two ways is an error that shows both', async (t) => {
  const app = await startApp(t, { peers: { piste: 'http://127.0.0.1:1' } })
  const piste = app.peer('piste')
  const message = async (call: Promise<unknown>) => {
    const error = (await call.catch((error) => error)) as Error
    t.match(error, { code: 'GNAR_ERR_PEER_USAGE', statusCode: 500 })
    return error.message
  }
  t.matchSnapshot(
    [
      // @ts-expect-error: a parameter among options
      await message(piste.get('rooms', { page: 2, autoAuth: true })),
      // @ts-expect-error: options in the place of parameters
      await message(piste.get('rooms', { autoAuth: true }, { timeoutMs: 1000 })),
      // @ts-expect-error: a field among options
      await message(piste.post('rooms', { name: 'n', timeoutMs: 1000 })),
      // @ts-expect-error: options in the place of data
      await message(piste.post('rooms', { headers: '' }, { name: 'n' })),
      // @ts-expect-error: a field with the name of an option
      await message(piste.put('rooms', { data: 'a', other: 'b' }, { retries: 0 })),
      // @ts-expect-error: a field with the name of an option
      await message(piste.patch('rooms', { name: 'n', files: 'f' })),
      // @ts-expect-error: an option of peers only
      await message(app.external.get('http://127.0.0.1:1', { autoAuth: true })),
      // @ts-expect-error: an option of external only
      await message(piste.get('rooms', { allowedHosts: ['a'] })),
      // @ts-expect-error: true is not a text
      await message(piste.get('rooms', { stream: 'true' })),
      await message(piste.get('rooms', { a: 1 }, { params: { b: 2 } })),
      await message(piste.post('rooms', { a: 1 }, null, { data: 'b' })),
      await message(piste.post('rooms', null, { a: 1 }, { json: 'b' })),
      await message(piste.get('rooms', { a: 1 }, 5_000 as never)),
      await message(piste.get('rooms', 5_000 as never))
    ].join('\n')
  )
})
