import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Data, Params } from '../src/index.ts'
import { type Echo, startApp, startEcho } from './services.ts'

/** Recorded from Python's requests by make-requests.py. */
const recorded: {
  params: { params: Params; path: string }[]
  paths: { path: string; params: Params | null; sent: string }[]
  forms: { data: Data; body: string | null; contentType: string | null }[]
  cookies: { cookies: Record<string, string>; header: string }[]
  auths: { auth: [string, string]; header: string }[]
} = JSON.parse(readFileSync(new URL('fixtures/requests.json', import.meta.url), 'utf8'))

t.test('X1 the wire carries what Python requests would send', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const piste = app.peer('piste')
  for (const { params, path } of recorded.params) {
    t.equal((await piste.get('path', params)).json<Echo>().url, path, `params ${JSON.stringify(params)}`)
  }
  for (const { path, params, sent } of recorded.paths) {
    t.equal((await piste.get(path, params)).json<Echo>().url, sent, `path ${JSON.stringify(path)}`)
  }
  for (const { data, body, contentType } of recorded.forms) {
    const { body: sent, headers } = (await piste.post('path', data)).json<Echo>()
    t.strictSame(
      [sent, headers['content-type'] ?? null],
      [body ?? '', contentType],
      `form ${JSON.stringify(data)}`
    )
  }
  for (const { cookies, header } of recorded.cookies) {
    t.equal((await piste.get('path', null, { cookies })).json<Echo>().headers.cookie, header)
  }
  for (const { auth, header } of recorded.auths) {
    t.equal((await piste.get('path', null, { auth })).json<Echo>().headers.authorization, header)
  }
})

t.test('X1 booleans are written as JSON writes them, which is where Python differs', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  t.equal(
    (await app.peer('piste').get('path', { a: true, b: false })).json<Echo>().url,
    '/path?a=true&b=false'
  )
})

t.test('X1 names and passwords beyond Latin-1 are sent as UTF-8', async (t) => {
  const app = await startApp(t, { peers: { piste: await startEcho(t) } })
  const { headers } = (await app.peer('piste').get('/', null, { auth: ['🤙', 'x'] })).json<Echo>()
  t.equal(headers.authorization, `Basic ${Buffer.from('🤙:x').toString('base64')}`)
})
