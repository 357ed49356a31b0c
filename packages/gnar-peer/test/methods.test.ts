import t from 'tap'
import type { PeerResponse } from '../src/index.ts'
import { type Echo, startApp, startEcho } from './services.ts'

const form = 'application/x-www-form-urlencoded'

t.test('X1 each method of a peer sends what its name says', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const piste = app.peer('piste')
  const sent = async (response: Promise<PeerResponse>) => {
    const { method, url, headers, body } = (await response).json<Echo>()
    return [method, url, headers['content-type'] ?? '', body]
  }
  t.strictSame(await sent(piste.request('options', 'login')), ['OPTIONS', '/login', '', ''])
  t.strictSame(await sent(piste.get('user', { page: 2, tag: ['a', 'b c'] })), [
    'GET',
    '/user?page=2&tag=a&tag=b+c',
    '',
    ''
  ])
  t.strictSame(await sent(piste.get('user', undefined, { params: 'page=2' })), [
    'GET',
    '/user?page=2',
    '',
    ''
  ])
  t.strictSame(await sent(piste.post('/login', { email: 'a@b.c' })), [
    'POST',
    '/login',
    form,
    'email=a%40b.c'
  ])
  t.strictSame(await sent(piste.post('login', null, { email: '🤙' })), [
    'POST',
    '/login',
    'application/json',
    '{"email":"🤙"}'
  ])
  const headers = { 'Content-Type': 'text/plain' }
  t.strictSame(await sent(piste.put('user/1', 'text', { headers })), ['PUT', '/user/1', 'text/plain', 'text'])
  t.strictSame(await sent(piste.patch('user/1', Buffer.from('bytes'))), ['PATCH', '/user/1', '', 'bytes'])
  t.strictSame(await sent(piste.delete('user/1')), ['DELETE', '/user/1', '', ''])
  const head = await piste.head('user')
  t.strictSame([head.status, head.content.length], [200, 0])
})

t.test('X1 X7 external has the same methods with a full URL', async (t) => {
  const app = await startApp(t)
  const url = await startEcho(t)
  const { external } = app
  const sent = async (response: Promise<PeerResponse>) => {
    const { method, url: path, body } = (await response).json<Echo>()
    return [method, path, body]
  }
  t.strictSame(await sent(external.request('GET', `${url}/a?b=1#c`, { params: { d: 'e' } })), [
    'GET',
    '/a?b=1&d=e',
    ''
  ])
  t.strictSame(await sent(external.get(`${url}/range/5ce7d`)), ['GET', '/range/5ce7d', ''])
  t.strictSame(await sent(external.post(url, { a: 1 })), ['POST', '/', 'a=1'])
  t.strictSame(await sent(external.put(url, 'x')), ['PUT', '/', 'x'])
  t.strictSame(await sent(external.patch(url, 'x')), ['PATCH', '/', 'x'])
  t.strictSame(await sent(external.delete(url)), ['DELETE', '/', ''])
  t.equal((await external.head(url)).status, 200)
  const { headers } = (await external.get(url.replace('//', '//us%20er:pass@'))).json<Echo>()
  t.equal(headers.authorization, `Basic ${btoa('us er:pass')}`, 'as in requests, from the URL')
  t.match(headers, { accept: '*/*', 'accept-encoding': 'gzip, br' })
  const odd = (await external.get(url.replace('//', '//%zz:p@'))).json<Echo>()
  t.equal(odd.headers.authorization, `Basic ${btoa('%zz:p')}`)
})

t.test('X1 calls to peers name their client and what they accept, as external does', async (t) => {
  const url = await startEcho(t)
  const app = await startApp(t, { peers: { piste: url } })
  const standard = { 'user-agent': 'gnar-peer', accept: '*/*', 'accept-encoding': 'gzip, br' }
  for (const get of [app.peer('piste').get('x'), app.external.get(url)]) {
    t.match((await get).json<Echo>().headers, standard)
  }
  const headers = { 'User-Agent': 'own', accept: null }
  const own = (await app.peer('piste').get('x', { headers })).json<Echo>().headers
  t.match(own, { 'user-agent': 'own', accept: undefined })
})

t.test('X1 headers, cookies and files are sent; a header of the caller wins', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const piste = app.peer('piste')
  const { headers } = (
    await piste.get('/', null, {
      headers: {
        'X-Number': 1,
        'X-List': ['a', 'b'],
        'X-None': null,
        'X-Undefined': undefined,
        cookie: 'own=1'
      },
      cookies: { dropped: '1' }
    })
  ).json<Echo>()
  t.match(headers, { 'x-number': '1', 'x-list': 'a, b', cookie: 'own=1' })
  t.notOk('x-none' in headers || 'x-undefined' in headers)
  t.equal(
    (await piste.get('/', null, { cookies: { a: 1, b: null, c: 'x' } })).json<Echo>().headers.cookie,
    'a=1; c=x'
  )

  const { body, headers: sent } = (
    await piste.post('upload', { field: ['1', '2'] }, undefined, {
      files: {
        plain: 'text',
        named: ['report.csv', Buffer.from('a;b'), 'text/csv'],
        several: [['one.bin', new Uint8Array([49])], new File(['2'], 'two.txt'), new Blob(['3'])]
      }
    })
  ).json<Echo>()
  const boundary = /boundary=(.+)/.exec(String(sent['content-type']))?.[1] as string
  t.equal(
    body.replaceAll(boundary, 'BOUNDARY'),
    [
      '--BOUNDARY',
      'Content-Disposition: form-data; name="field"',
      '',
      '1',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="field"',
      '',
      '2',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="plain"; filename="plain"',
      'Content-Type: application/octet-stream',
      '',
      'text',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="named"; filename="report.csv"',
      'Content-Type: text/csv',
      '',
      'a;b',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="several"; filename="one.bin"',
      'Content-Type: application/octet-stream',
      '',
      '1',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="several"; filename="two.txt"',
      'Content-Type: application/octet-stream',
      '',
      '2',
      '--BOUNDARY',
      'Content-Disposition: form-data; name="several"; filename="several"',
      'Content-Type: application/octet-stream',
      '',
      '3',
      '--BOUNDARY--',
      ''
    ].join('\r\n')
  )
})

t.test('X1 bytes of every kind and forms of every kind are bodies', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const body = async (data: Parameters<ReturnType<typeof app.peer>['post']>[1]) =>
    (await app.peer('piste').post('/', data)).json<Echo>().body
  const bytes = new TextEncoder().encode('-bytes-')
  t.equal(await body(bytes.subarray(1, 6)), 'bytes')
  t.equal(await body(bytes.buffer), '-bytes-')
  t.equal(await body(new URLSearchParams({ a: "it's" })), 'a=it%27s')
  t.equal(
    await body([
      ['a', 1],
      ['a', [2, true]]
    ]),
    'a=1&a=2&a=true'
  )
  t.equal(await body(Object.assign(Object.create(null), { a: 1n })), 'a=1')
  t.equal(await body({}), '')
  t.equal(await body(''), '')
})

t.test('X1 an invalid call is an error, and nothing is sent', async (t) => {
  const app = await startApp(t, { peers: { piste: 'http://127.0.0.1:1' } })
  const piste = app.peer('piste')
  const message = async (call: () => Promise<unknown>) => {
    try {
      await call()
    } catch (error) {
      t.match(error, { code: 'GNAR_ERR_PEER_USAGE', statusCode: 500 })
      return (error as Error).message
    }
    return t.fail('must be an error')
  }
  const get = (options: object) => message(() => piste.get('x', null, options))
  const post = (data: unknown, json?: unknown, options?: object) =>
    message(() => piste.post('x', data as string, json, options))
  t.matchSnapshot(
    [
      await get({ timeout: 3 }),
      await get({ verify: false }),
      await get({ cert: 'x' }),
      await get({ proxies: {} }),
      await get({ allow_redirects: false }),
      await get({ auto_auth: true }),
      await get({ zebra: 1 }),
      await get({ blockPrivateAddresses: true }),
      await get({ timeoutMs: '5' }),
      await get({ timeoutMs: 0.5 }),
      await get({ retries: -1 }),
      await get({ signal: {} }),
      await get({ auth: ['user'] }),
      await get({ auth: 'me' }),
      await get({ auth: null }),
      await get({ stream: 'false' }),
      await get({ allowRedirects: null }),
      await get({ autoAuth: 1 }),
      await message(() => piste.delete('x', 5_000 as never)),
      await message(() => app.external.get('http://a', null, { blockPrivateAddresses: 'no' } as object)),
      await get({ autoAuth: true }),
      await get({ headers: { 'x-a': 'b\r\nc: d' } }),
      await get({ headers: { 'x-a\r\nb': 'c' } }),
      await get({ headers: { 'x-a': '🤙' } }),
      await get({ headers: { 'x-a': { b: 1 } } }),
      await get({ headers: { 'x-a': ['b', 'c\n'] } }),
      await get({ headers: { 'Content-Length': 3 } }),
      await get({ cookies: { a: 'b; c=d' } }),
      await get({ cookies: { 'a\n': 'b' } }),
      await get({ params: { a: { b: 1 } } }),
      await get({ params: { a: [['b']] } }),
      await get({ params: 7 }),
      await get({ params: new Map([['a', 'b']]) }),
      await get({ headers: new Headers({ a: 'b' }) }),
      await get({ cookies: new Map() }),
      await post(null, null, { files: new Map() }),
      await get({ params: { a: '\ud800' } }),
      await get({ params: 'a=\ud800' }),
      await post({ a: 1 }, { b: 2 }),
      await post(new Map()),
      await post(7),
      await post(null, () => {}),
      await post('text', undefined, { files: { a: 'b' } }),
      await post(null, { a: 1 }, { files: { a: 'b' } }),
      await message(() => piste.request('CONNECT', 'x')),
      await message(() => piste.request('GET\r\n', 'x')),
      await message(() => piste.request(7 as never, 'x')),
      await message(async () => app.peer('')),
      await message(() => app.external.get('not a URL')),
      await message(() => app.external.get('ftp://example.com')),
      await message(() => app.external.get('http://exa\nmple.com')),
      await message(() => app.external.get('http://a', null, { autoAuth: true } as object)),
      await message(() => app.external.get('http://a', null, { allowedHosts: ['http://b'] }))
    ].join('\n')
  )
})
