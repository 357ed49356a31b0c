import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLocal } from 'gnar-local'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { runChild } from './child-app.ts'
import { createApp } from './start-app.ts'

const main = join(import.meta.dirname, 'fixtures', 'piste', 'app', 'main.ts')

t.test('A1 A9 two lines start a service, which says so in the words of the original', async (t) => {
  const local = await startLocal({ postgres: true, sqs: true, queues: ['gnar-queue'] })
  t.after(() => local.stop())
  const env = { ...local.env, GNAR_JWT_SECRET_KEY: 'x'.repeat(32) }

  await t.test('A8 A9 in development, with how to watch', async (t) => {
    const child = runChild(t, main, { env })
    const [, url = ''] = await child.says(/ is up at (\S+)\n/)
    t.matchSnapshot(mask(child.output()))
    t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
    t.same(await (await fetch(`${url}/user/one`)).json(), { one: 1 })
    const login = await fetch(`${url}/user/login`, { method: 'POST' })
    const { token } = (await login.json()) as { token: string }
    const me = await fetch(`${url}/user/me`, { headers: { authorization: `Bearer ${token}` } })
    t.same(await me.json(), { identity: 'ic3b3rg' })
    t.match(me.headers.get('authorization'), /^Bearer /)
    await child.says(/GET \/user\/me 200/)
    child.process.kill('SIGTERM')
    t.equal(await child.ends(), 0)
  })

  await t.test('A7 A9 in production, on all addresses, without request lines and CORS', async (t) => {
    const child = runChild(t, main, { env: { ...env, NODE_ENV: 'production' } })
    const [, port = ''] = await child.says(/ is up at http:\/\/.*:(\d+)\n/)
    t.matchSnapshot(mask(child.output()))
    for (const host of ['127.0.0.1', '[::1]']) {
      const answer = await fetch(`http://${host}:${port}/hi`, { headers: { origin: 'http://gnar.ca' } })
      t.same(await answer.json(), { hello: 'world' })
      t.equal(answer.headers.get('access-control-allow-origin'), null)
    }
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
    t.same(await ready.json(), { status: 'ready' })
    t.notMatch(child.output(), /GET \/hi/)
    child.process.kill('SIGTERM')
    await child.says(/SIGTERM received/)
    t.equal((await fetch(`http://127.0.0.1:${port}/health/ready`)).status, 503, 'A10 it drains for a while')
  })

  await t.test('K2 an app whose database is gone is not ready, yet alive, until it is back', async (t) => {
    const proxy = await startProxy({ port: portOf(local.env.GNAR_PG_ENDPOINT) })
    t.after(() => proxy.close())
    const app = createApp(t, {
      noDb: false,
      env: { ...local.env, GNAR_PG_ENDPOINT: `127.0.0.1:${proxy.port}` }
    })
    await app.run()
    const ask = async (path: string) => (await app.server.inject(path)).json()
    t.same(await ask('/health/ready'), { status: 'ready' })
    await proxy.refuse()
    const down = await until(
      () => ask('/health/ready'),
      ({ status }) => status !== 'ready'
    )
    t.match(down, { status: 'not ready', failing: ['database'] })
    t.same(await ask('/health/live'), { status: 'live' })
    await proxy.pass()
    await until(
      () => ask('/health/ready'),
      ({ status }) => status === 'ready'
    )
  })
})

/** Asks until the answer is as wanted; the age that outcomes of checks may have is why it takes more than one. */
async function until<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean
): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    await sleep(50)
  }
}

function portOf(endpoint: string | undefined): number {
  return Number(endpoint?.split(':')[1])
}

/** Times, ports and lines that move with the code are no part of what is said. */
function mask(output: string): string {
  return output
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, '<time>')
    .replaceAll(/:\d{4,5}(?=[/\n])/g, ':<port>')
    .replaceAll(/:\d+ {3}/g, ':<line>   ')
}
