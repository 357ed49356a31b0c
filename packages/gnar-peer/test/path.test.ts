import fc from 'fast-check'
import t from 'tap'
import { peerPath } from '../src/path.ts'
import { type Echo, startApp, startEcho } from './services.ts'

/** Paths that try to leave the peer, or that readers disagree about; each is refused. */
const refused = [
  '//evil.example',
  '//evil.example/login',
  '///evil.example',
  '////evil.example',
  '//user:pass@evil.example/',
  '//evil.example:80/',
  '//[::1]/',
  '//127.1/',
  '//0x7f000001/',
  'http://evil.example',
  'HTTP://evil.example',
  'https://evil.example/x',
  '/http://evil.example',
  'ftp://evil.example',
  'file:///etc/passwd',
  'ws://evil.example',
  'javascript://evil.example/%0aalert(1)',
  'gopher://evil.example',
  'unix:///var/run/docker.sock',
  '\\\\evil.example',
  '\\evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '\\/evil.example',
  'http:\\\\evil.example',
  'user\\..\\admin',
  'login\r\nHost: evil.example',
  'login HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /',
  'login\n',
  'login\r',
  '\tlogin',
  'log\tin',
  '/\t/evil.example',
  '/\n/evil.example',
  '\0/evil.example',
  '/\0',
  'a\u007fb',
  'a\u0085b',
  '..',
  '../admin',
  '/..',
  '/../admin',
  'user/..',
  'user/../admin',
  'user/../../admin',
  'user/.',
  './user',
  '.',
  '%2e%2e/admin',
  'user/%2e%2e/admin',
  'user/%2E%2E/admin',
  'user/.%2e/admin',
  'user/%2e./admin',
  'user/%2e/admin',
  'user/..;/admin',
  'user/..;a=b/admin',
  '..?a=b',
  'user#admin',
  '#',
  'user?a=b#c',
  'user\ud800',
  '\udfffuser'
]

/** Paths that look as if they tried, and stay. */
const kept: Record<string, string> = {
  '@evil.example': '/@evil.example',
  '/@evil.example/': '/@evil.example/',
  'user:pass@evil.example': '/user:pass@evil.example',
  ':80@evil.example': '/:80@evil.example',
  ':8080': '/:8080',
  '.evil.example': '/.evil.example',
  'evil.example:80': '/evil.example:80',
  'http:evil.example': '/http:evil.example',
  'http:/evil.example': '/http:/evil.example',
  'mailto:a@b.c': '/mailto:a@b.c',
  'javascript:alert(1)': '/javascript:alert(1)',
  'data:text/html,x': '/data:text/html,x',
  '%2f%2fevil.example': '/%2f%2fevil.example',
  '/%2f/evil.example': '/%2f/evil.example',
  '%5c%5cevil.example': '/%5c%5cevil.example',
  '%0d%0aHost:evil.example': '/%0d%0aHost:evil.example',
  '%00': '/%00',
  '%252e%252e/admin': '/%252e%252e/admin',
  'user/..%2fadmin': '/user/..%2fadmin',
  'user/...': '/user/...',
  'user/..a': '/user/..a',
  'a//b': '/a//b',
  '?url=//evil.example/../..': '/?url=//evil.example/../..',
  '?redirect=http://evil.example': '/?redirect=http://evil.example',
  '/?@evil.example': '/?@evil.example',
  ' //evil.example': '/%20//evil.example',
  ' http://evil.example': '/%20http://evil.example',
  'login ': '/login%20',
  '％2e％2e/admin': '/%EF%BC%852e%EF%BC%852e/admin',
  '。。/admin': '/%E3%80%82%E3%80%82/admin',
  '／／evil.example': '/%EF%BC%8F%EF%BC%8Fevil.example',
  'a|b^c`d"e<f>g{h}': '/a|b%5Ec%60d%22e%3Cf%3Eg%7Bh%7D',
  '%zz': '/%zz',
  '': '/',
  '/': '/',
  'a;b=c/d': '/a;b=c/d',
  '*': '/*',
  '🤙': '/%F0%9F%A4%99'
}

t.test('X5 a path that tries to leave the peer is refused before anything is sent', async (t) => {
  let requests = 0
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  for (const path of refused) {
    await t.rejects(
      app
        .peer('piste')
        .get(path)
        .finally(() => requests++),
      { code: 'GNAR_ERR_PEER_USAGE' },
      JSON.stringify(path)
    )
  }
  t.ok(requests >= 60, `${requests} cases`)
  await t.rejects(app.peer('piste').get(7 as never), { code: 'GNAR_ERR_PEER_USAGE' })
})

t.test('X5 a path that only looks as if it left reaches the peer below its origin', async (t) => {
  const url = await startEcho(t)
  const app = await startApp(t, { peers: { piste: url } })
  for (const [path, sent] of Object.entries(kept)) {
    const response = await app.peer('piste').get(path)
    const echo = response.json<Echo>()
    t.equal(echo.url, sent, JSON.stringify(path))
    t.equal(`http://${echo.headers.host}`, url)
  }
})

t.test('X5 login and /login are the same path', async (t) => {
  for (const path of ['login', 'a/b', 'a.b/c', 'a?b=c', 'ü']) t.equal(peerPath(path), peerPath(`/${path}`))
})

t.test('X5 whatever the path, it is refused or stays below the origin that was meant', async () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '@',
    ':',
    '?',
    '#',
    'a',
    'http:',
    '\r\n',
    '\t',
    ' ',
    '%',
    ';',
    'ü'
  )
  const path = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' })
  )
  fc.assert(
    fc.property(path, (text) => {
      let sent: string
      try {
        sent = peerPath(text)
      } catch (error) {
        return (error as { code?: string }).code === 'GNAR_ERR_PEER_USAGE'
      }
      const { origin, pathname, search } = new URL(`http://peer${sent}`)
      return origin === 'http://peer' && pathname + search === sent && /^\/[\x21-\x7e]*$/.test(sent)
    }),
    { numRuns: 3000 }
  )
})
