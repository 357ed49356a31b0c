import t from 'tap'
import { type Echo, startApp, startService } from './services.ts'

t.test('X1 each method of a peer sends what its name says', async (t) => {
  const { port } = await startService(t)
  const app = await startApp(t, { peers: { piste: `http://127.0.0.1:${port}` } })
  const piste = app.peer('piste')
  const sent = async (answer: Promise<{ json<T>(): T }>) => {
    const { method, url, headers, body } = (await answer).json<Echo>()
    return { method, url, type: headers['content-type'], body }
  }
  const form = 'application/x-www-form-urlencoded'
  t.strictSame(
    await sent(piste.request('options', 'login')),
    { method: 'OPTIONS', url: '/login', type: undefined, body: '' },
    'a method in lower case'
  )
  t.strictSame(await sent(piste.get('user', { page: 2, tag: ['a', 'b c'], none: null })), {
    method: 'GET',
    url: '/user?page=2&tag=a&tag=b+c',
    type: undefined,
    body: ''
  })
  t.strictSame(await sent(piste.post('/login', { email: 'ic3b3rg@gmail.com' })), {
    method: 'POST',
    url: '/login',
    type: form,
    body: 'email=ic3b3rg%40gmail.com'
  })
  t.strictSame(await sent(piste.post('login', null, { email: '🤙' })), {
    method: 'POST',
    url: '/login',
    type: 'application/json',
    body: '{"email":"🤙"}'
  })
  t.strictSame(await sent(piste.put('user/1', 'text', { headers: { 'Content-Type': 'text/plain' } })), {
    method: 'PUT',
    url: '/user/1',
    type: 'text/plain',
    body: 'text'
  })
  t.strictSame(
    await sent(piste.patch('user/1', Buffer.from('bytes'), { headers: { 'content-type': 'a/b' } })),
    {
      method: 'PATCH',
      url: '/user/1',
      type: 'a/b',
      body: 'bytes'
    }
  )
  t.strictSame(await sent(piste.delete('user/1')), {
    method: 'DELETE',
    url: '/user/1',
    type: undefined,
    body: ''
  })
  const head = await piste.head('user')
  t.strictSame([head.status, head.content.length], [200, 0])
})
