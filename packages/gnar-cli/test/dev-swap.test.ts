import { Agent, get as httpGet } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { startSession } from './dev-session.ts'
import { returning, slow } from './project.ts'

t.test('A8 a request in flight during a swap is answered by the app that took it', async (t) => {
  const { until, get, save } = await startSession(t, { files: { 'app/slow/apis.ts': slow } })
  await until('is up')
  const began = performance.now()
  const reply = get('/slow')
  await until('slow is asked')
  save('app/user/apis.ts', returning('new'))
  save('app/slow/apis.ts', returning('quick'))
  await until('reloaded')
  t.match(await get('/user'), { text: 'new' })
  t.match(await get('/slow'), { text: 'quick' })
  save('go', '')
  t.match(await reply, { text: 'slow' })
  t.ok(performance.now() - began >= 2990)
})

t.test('A8 no request is refused or lost through repeated swaps', async (t) => {
  const { until, url, save } = await startSession(t)
  await until('is up')
  const seen = new Set<string>()
  let served = 0
  let asking = true

  /** Sends requests until `asking` is false, over a kept-alive connection or a new one each time. */
  async function client(agent: Agent): Promise<void> {
    while (asking) {
      const body = await new Promise<string>((resolve, reject) => {
        httpGet(`${url()}/user`, { agent }, (reply) => {
          let text = ''
          reply.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk
          })
          reply.once('end', () => resolve(text))
        }).once('error', reject)
      })
      seen.add((JSON.parse(body) as { text: string }).text)
      served++
      await setTimeout(5)
    }
    agent.destroy()
  }

  const clients = [true, true, false, false].map((keepAlive) => client(new Agent({ keepAlive })))
  for (const text of ['one', 'two', 'three', 'four']) {
    save('app/user/apis.ts', returning(text))
    await until('reloaded')
  }
  while (!seen.has('four')) await setTimeout(5)
  asking = false
  await t.resolves(Promise.all(clients), 'no connection was refused or reset')
  t.ok(served > 50, `${served} requests were served`)
  t.same([...seen], ['user', 'one', 'two', 'three', 'four'], 'never an older response after a newer one')
})
