import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { promisify } from 'node:util'
import { startProxy } from 'gnar-local/proxy'
import t, { type Test } from 'tap'
import { checkUrl, isPublicAddress, publicLookup } from '../src/url-guard.ts'
import { type Echo, startApp, startEcho, startRaw, startServer } from './services.ts'

/** An HTTP proxy that tunnels every CONNECT to one server, whatever host was requested for. */
async function startConnectProxy(t: Test, target: string) {
  const requested: string[] = []
  const credentials: (string | undefined)[] = []
  const proxy = createServer().on('connect', (request, client, head) => {
    requested.push(String(request.url))
    credentials.push(request.headers['proxy-authorization'])
    const server = connect({ port: Number(new URL(target).port), host: '127.0.0.1' }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      server.write(head)
      server.pipe(client).pipe(server)
    })
    for (const socket of [client, server]) socket.on('error', () => {}).on('close', () => server.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.after(() => proxy.close())
  return { url: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, requested, credentials }
}

t.test('X7 external honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY', async (t) => {
  const echo = await startEcho(t)
  const { url, requested, credentials } = await startConnectProxy(t, echo)
  const proxy = `http://rider:secret@${url}`
  for (const env of [{ HTTP_PROXY: proxy }, { http_proxy: proxy, NO_PROXY: 'other.example' }]) {
    const app = await startApp(t, { env })
    const { headers } = (await app.external.get('http://gnar.example:81/a')).json<Echo>()
    t.equal(headers.host, 'gnar.example:81')
    t.strictSame(requested.splice(0), ['gnar.example:81'])
    t.strictSame(credentials.splice(0), [`Basic ${btoa('rider:secret')}`])
  }
  const bare = await startApp(t, { env: { HTTP_PROXY: url } })
  t.equal((await bare.external.get('http://gnar.example:81/a')).status, 200, 'a proxy without a scheme')
  t.strictSame(requested.splice(0), ['gnar.example:81'])
  credentials.length = 0
  const wrong = await startApp(t, { env: { https_proxy: 'rider:hunter2@not a proxy' } })
  await t.rejects(wrong.external.get('https://gnar.example/a'), {
    code: 'GNAR_ERR_PEER_USAGE',
    message: /cannot be sent: HTTPS_PROXY in the environment is not the URL of a proxy$/,
    attempts: 1
  })
  const secure = await startApp(t, { env: { HTTPS_PROXY: proxy }, retries: 0 })
  await t.rejects(secure.external.get('https://gnar.example/a'), {
    code: 'GNAR_ERR_PEER_UNREACHABLE',
    peer: 'external'
  })
  t.strictSame(requested.splice(0), ['gnar.example:443'], 'although the echo does not speak TLS')
  const direct = await startApp(t, { env: { HTTP_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1' } })
  t.equal((await direct.external.get(echo)).status, 200)
  t.strictSame(requested, [], 'the proxy was bypassed')
})

t.test('X7 a peer is called directly unless it has its own proxy', async (t) => {
  const echo = await startEcho(t)
  const { url, requested } = await startConnectProxy(t, echo)
  const proxy = `http://${url}`
  const peers = { near: echo, far: { address: 'gnar.example:81', proxy } }
  const app = await startApp(t, { peers, env: { HTTP_PROXY: proxy } })
  t.equal((await app.peer('near').get('x')).status, 200)
  t.strictSame(requested, [])
  t.equal((await app.peer('far').get('x')).json<Echo>().headers.host, 'gnar.example:81')
  t.strictSame(requested, ['gnar.example:81'])
})

t.test('X6 X7 a proxy that stalls holds its connections no longer than connectTimeoutMs', async (t) => {
  const echo = await startEcho(t)
  const front = await startProxy({ port: Number((await startConnectProxy(t, echo)).url.split(':')[1]) })
  t.after(() => front.close())
  const proxy = `http://127.0.0.1:${front.port}`
  const peers = { far: { address: 'gnar.example:81', proxy } }
  const env = { HTTP_PROXY: proxy }
  const app = await startApp(t, { peers, env, maxConnections: 1, connectTimeoutMs: 2_000, retries: 0 })
  const calls = [
    () => app.peer('far').post('x', null, null, { timeoutMs: 20_000 }),
    () => app.external.post('http://gnar.example:81/x', null, null, { timeoutMs: 20_000 })
  ]
  for (const call of calls) {
    front.stall()
    await t.rejects(call(), { statusCode: 504, message: /connectTimeoutMs/ })
    await front.pass()
    t.equal((await call()).status, 200, 'and then the connections work again')
  }
})

t.test('X7 redirects are followed as requests follows them', async (t) => {
  const url = await startServer(t, async (request, response) => {
    const [, path, status] = String(request.url).split('/')
    if (path === 'go') return response.writeHead(Number(status), { location: '../there?a=b' }).end()
    if (path === 'nowhere') return response.writeHead(302).end('no location')
    const body = (await request.toArray()).join('')
    return response.end(`${request.method} ${request.url} ${request.headers['content-type'] ?? '-'} ${body}`)
  })
  const { external } = await startApp(t)
  const form = 'application/x-www-form-urlencoded'
  const expected: Record<number, [post: string, put: string]> = {
    301: ['GET /there?a=b - ', `PUT /there?a=b ${form} c=d`],
    302: ['GET /there?a=b - ', 'GET /there?a=b - '],
    303: ['GET /there?a=b - ', 'GET /there?a=b - '],
    307: [`POST /there?a=b ${form} c=d`, `PUT /there?a=b ${form} c=d`],
    308: [`POST /there?a=b ${form} c=d`, `PUT /there?a=b ${form} c=d`]
  }
  for (const [status, [post, put]] of Object.entries(expected)) {
    const response = await external.post(`${url}/go/${status}`, { c: 'd' })
    t.strictSame([response.text, response.url], [post, `${url}/there?a=b`], `POST ${status}`)
    t.equal((await external.put(`${url}/go/${status}`, { c: 'd' })).text, put, `PUT ${status}`)
    t.equal((await external.get(`${url}/go/${status}`)).text, 'GET /there?a=b - ')
    const stayed = await external.get(`${url}/go/${status}`, null, { allowRedirects: false })
    t.strictSame([stayed.status, stayed.headers.location], [Number(status), '../there?a=b'])
    for (const allowRedirects of [undefined, false]) {
      const response = await external.head(`${url}/go/${status}`, { allowRedirects })
      t.equal(response.status, Number(status), 'head does not follow')
    }
    const head = await external.head(`${url}/go/${status}`, { allowRedirects: true })
    t.strictSame([head.status, head.url], [200, `${url}/there?a=b`])
  }
  t.equal((await external.get(`${url}/nowhere`)).status, 302)
})

t.test('X3 X7 credentials stay at home when a redirect leaves the origin', async (t) => {
  const elsewhere = await startEcho(t)
  const home = await startServer(t, async (request, response) => {
    await request.toArray()
    const location = request.url === '/away' ? `${elsewhere}/there` : '/there'
    if (request.url !== '/there') response.writeHead(308, { location }).end()
    else response.end(JSON.stringify({ headers: request.headers }))
  })
  const secrets = {
    authorization: 'Own x',
    cookie: 'a=1',
    'proxy-authorization': 'x',
    'x-api-key': 'x',
    apikey: 'x',
    'x-auth-token': 'x',
    'x-amz-security-token': 'x',
    'x-auth': 'x',
    'x-client-secret': 'x',
    'x-session-id': 'x',
    'private-token': 'x',
    'ocp-apim-subscription-key': 'x'
  }
  const others = { accept: 'text/plain', 'idempotency-key': '7', 'x-author': 'me', 'content-type': 'a/b' }
  const app = await startApp(t, { peers: { home } })
  const clients = [
    (path: string, options: object) => app.peer('home').post(path, options),
    (path: string, options: object) => app.external.post(`${home}/${path}`, options)
  ]
  for (const post of clients) {
    const options = { headers: { ...secrets, ...others }, data: 'text' }
    t.match((await post('near', options)).json<Echo>().headers, { ...secrets, ...others })
    const { headers, body } = (await post('away', options)).json<Echo>()
    t.match(headers, others)
    t.strictSame(
      Object.keys(headers).filter((name) => name in secrets),
      []
    )
    t.equal(body, 'text', 'a body is sent on, as with curl and fetch')
    t.equal((await post('away', { json: { author: 'me', keys: [] } })).status, 200)
    for (const credential of [
      { json: { email: 'a', password: 'hunter2' } },
      { json: [{ deep: { apiKey: 'hunter2' } }] },
      { data: { email: 'a', token: 'hunter2' } },
      { data: { password: 'hunter2' }, files: { report: 'text' } }
    ]) {
      t.equal((await post('near', credential)).status, 200)
      const error = await post('away', credential).catch((error) => error)
      t.match(error, {
        code: 'GNAR_ERR_PEER_BAD_ANSWER',
        message: /redirects a body with "(?:password|apiKey|token)" to another origin/
      })
      t.notMatch(error.message, 'hunter2')
    }
  }
})

t.test('X11 a Location in UTF-8 is read as UTF-8, one in Latin-1 stays', async (t) => {
  for (const [encoding, path] of [
    ['utf8', '/Z%C3%BCrich%F0%9F%A4%99?a=%C3%A9'],
    ['latin1', '/Z%C3%BCrich?a=%C3%A9']
  ] as const) {
    const location = Buffer.from(encoding === 'utf8' ? '/Zürich🤙?a=é' : '/Zürich?a=é', encoding)
    const paths: string[] = []
    const url = await startRaw(t, (socket, request) => {
      paths.push(request.split(' ')[1] as string)
      if (paths.length > 1) return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      socket.write('HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: ')
      return socket.write(Buffer.concat([location, Buffer.from('\r\n\r\n')]))
    })
    const { external } = await startApp(t)
    t.equal((await external.get(`${url}/start`)).url, url + path, encoding)
    t.strictSame(paths, ['/start', path])
  }
})

t.test('X7 X8 redirects that lead nowhere are one clear error', async (t) => {
  const url = await startServer(t, ({ url: path }, response) => {
    response.writeHead(302, { location: decodeURIComponent(String(path).slice(1)) || '/' }).end()
  })
  const { external } = await startApp(t)
  const expected = { code: 'GNAR_ERR_PEER_BAD_ANSWER', statusCode: 502 }
  await t.rejects(external.get(url), { ...expected, message: /redirected more than 30 times/, attempts: 31 })
  await t.rejects(external.get(`${url}/file:%2F%2F%2Fetc%2Fpasswd`), {
    ...expected,
    message: /URL with the scheme file:/
  })
  await t.rejects(external.get(`${url}/http:%2F%2F`), { ...expected, message: /an invalid URL/ })
})

t.test('X7 an error names the URL, without its secrets', async (t) => {
  const { external } = await startApp(t, { retries: 0 })
  const error = await external
    .get('http://rider:hunter2@127.0.0.1:1/x?token=hunter2&page=2')
    .catch((error) => error)
  t.match(error, { peer: 'external', path: 'http://127.0.0.1:1/x?token=[Redacted]&page=2', attempts: 1 })
  t.notMatch(JSON.stringify(error) + error.message, 'hunter2')
})

t.test('X7 allowedHosts limits what may be called, after redirects too', async (t) => {
  const echo = await startEcho(t)
  const url = await startServer(t, (_, response) => response.writeHead(302, { location: echo }).end())
  const named = url.replace('127.0.0.1', 'localhost')
  const { external } = await startApp(t, { allowedHosts: ['localhost', '*.gnar.example'] })
  const refused = { code: 'GNAR_ERR_PEER_REFUSED', statusCode: 502 }
  await t.rejects(external.get(echo), {
    ...refused,
    message: /127\.0\.0\.1 is not among allowedHosts/,
    attempts: 0
  })
  await t.rejects(external.get(named), { ...refused, attempts: 1 }, 'the redirect is refused')
  t.equal((await external.get(named, null, { allowedHosts: ['localhost', '127.0.0.1'] })).status, 200)

  const allows = (allowedHosts: string[], origin: string) => {
    try {
      checkUrl(origin, { allowedHosts, blockPrivateAddresses: false })
      return true
    } catch {
      return false
    }
  }
  t.ok(allows(['API.example.com'], 'https://api.example.com:8443'))
  t.ok(allows(['api.example.com'], 'https://api.example.com.'))
  t.ok(allows(['*.example.com'], 'https://a.b.example.com'))
  t.ok(allows(['::1'], 'http://[::1]:80'))
  t.notOk(allows(['*.example.com'], 'https://example.com'))
  t.notOk(allows(['*.example.com'], 'https://evilexample.com'))
  t.notOk(allows(['example.com'], 'https://example.com.evil.org'))
  t.notOk(allows([], 'https://example.com'))
  await t.rejects(startApp(t, { allowedHosts: ['https://a'] }), { code: 'GNAR_ERR_CONFIGURATION' })
})

t.test(
  'X7 blockPrivateAddresses refuses what is not on the public internet, after DNS and redirects',
  async (t) => {
    const echo = await startEcho(t)
    const port = new URL(echo).port
    const refused = { code: 'GNAR_ERR_PEER_REFUSED', statusCode: 502 }
    const redirecting = await startServer(t, ({ url }, response) =>
      response.writeHead(302, { location: url === '/named' ? `http://localhost:${port}` : echo }).end()
    )
    const app = await startApp(t, { blockPrivateAddresses: true, peers: { redirecting, local: echo } })
    const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '[::1]', '[::]']
    for (const host of [...hosts, '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '169.254.169.254']) {
      await t.rejects(app.external.get(`http://${host}:${port}`), { ...refused, attempts: 0 }, host)
    }
    await t.rejects(app.external.get(`http://localhost:${port}`), refused, 'after DNS')
    await t.rejects(
      app.external.get(`http://localhost:${port}`, null, { stream: true }),
      refused,
      'after DNS, streamed'
    )
    t.equal((await app.peer('local').get('x')).status, 200, 'peers are exempt')
    await t.rejects(
      app.peer('redirecting').get('x'),
      { ...refused, peer: 'redirecting' },
      'but not where they redirect to'
    )
    await t.rejects(app.peer('redirecting').get('named'), { ...refused, attempts: 2 }, 'also after DNS')
    t.equal(
      (await app.external.get(echo, null, { blockPrivateAddresses: false })).status,
      200,
      'a call may override it'
    )

    const open = await startApp(t)
    t.equal(
      (await open.external.get(`http://localhost:${port}`)).status,
      200,
      'nothing is refused by default'
    )
    await t.rejects(open.external.get(echo, null, { blockPrivateAddresses: true }), refused)
  }
)

t.test('X7 blockPrivateAddresses bypasses proxies, which would hide the address', async (t) => {
  const echo = await startEcho(t)
  const { url, requested } = await startConnectProxy(t, echo)
  const app = await startApp(t, { blockPrivateAddresses: true, env: { HTTP_PROXY: `http://${url}` } })
  await t.rejects(app.external.get('http://localhost:81'), { code: 'GNAR_ERR_PEER_REFUSED' })
  t.strictSame(requested, [])
})

t.test('X7 the guarded lookup returns what the usual one does, with one address or with all', async (t) => {
  const find = promisify<string, object, unknown>(publicLookup as never)
  t.equal(await find('1.1.1.1', {}), '1.1.1.1')
  t.strictSame(await find('1.1.1.1', { all: true }), [{ address: '1.1.1.1', family: 4 }])
  await t.rejects(find('127.0.0.1', {}), { message: 'not an address on the public internet' })
  await t.rejects(find('nowhere.invalid', {}), { message: 'getaddrinfo' })
})

t.test('X7 addresses are public or not as IANA lists them', async (t) => {
  const hidden = [
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1'
  ]
  for (const address of hidden) t.notOk(isPublicAddress(address), address)
  const open = [
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.255'
  ]
  for (const address of [...open, '2606:4700::1111', '2a00:1450::1', '2400:cb00::1'])
    t.ok(isPublicAddress(address), address)
})
