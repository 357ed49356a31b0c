import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { startSession } from './dev-session.ts'
import { main, returning } from './project.ts'

t.test('A8 relevant changes outside the app folder are detected', async (t) => {
  const { until, get, save } = await startSession(t, {
    args: ['--watch', 'lib'],
    files: {
      'app/user/apis.ts': returning('x').replace("'x'", 'String(process.env.COLOUR)'),
      'lib/colour.ts': ''
    }
  })
  await until('is up')
  save('.env', 'COLOUR=blue')
  t.equal(await until('reloaded').then((text) => text.split('\n')[0]), 'gnar  .env added')
  t.match(await get('/user'), { text: 'blue' })
  save('.env', 'COLOUR=green')
  await until('reloaded')
  t.match(await get('/user'), { text: 'green' })
  save('lib/colour.ts', 'x')
  t.equal(await until('reloaded').then((text) => text.split('\n')[0]), 'gnar  lib/colour.ts changed')
  save('app/user/apis.ts', `import '../../shared/constants.ts'\n${returning('shared')}`)
  t.match(await until('reloaded'), /Cannot find module 'shared\/constants\.ts'/)
  save('shared/constants.ts', '')
  t.match(await until('reloaded'), /shared\/constants\.ts added\n.* is working again/)
  t.match(await get('/user'), { text: 'shared' })
})

t.test('A8 the port moves with the app, and stays if the new one is taken', async (t) => {
  const other = createServer()
  t.after(() => other.close())
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const { until, get, save } = await startSession(t)
  await until('is up')
  save('app/main.ts', main.replace('port: 0', `port: ${port}`))
  t.match(await until('choose another port'), `cannot listen on localhost:${port} (EADDRINUSE)`)
  t.match(await get('/user'), { text: 'user' })

  await new Promise((resolve) => other.close(resolve))
  save('app/user/apis.ts', returning('moved'))
  t.match(await until('is up'), `is up at http://localhost:${port} `)
  const reply = await fetch(`http://localhost:${port}/user`)
  t.match(await reply.json(), { text: 'moved' })
  await t.rejects(get('/user'), 'the old port is closed')
})

t.test('A8 --host sets the address to listen on', async (t) => {
  const { until } = await startSession(t, { args: ['--host', '127.0.0.1'] })
  const [, url = ''] = /is up at (http:\/\/127\.0\.0\.1:\d+) /.exec(await until('is up')) ?? []
  t.match(await (await fetch(`${url}/user`)).json(), { text: 'user' })
})
