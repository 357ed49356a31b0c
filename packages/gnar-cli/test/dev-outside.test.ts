import t from 'tap'
import { startSession } from './dev-session.ts'
import { answering } from './project.ts'

t.test('A8 a change outside the app folder that matters is seen', async (t) => {
  const { until, get, save } = await startSession(t, {
    args: ['--watch', 'lib'],
    files: {
      'app/user/apis.ts': answering('x').replace("'x'", 'String(process.env.COLOUR)'),
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
  save('app/user/apis.ts', `import '../../shared/constants.ts'\n${answering('shared')}`)
  t.match(await until('reloaded'), /Cannot find module 'shared\/constants\.ts'/)
  save('shared/constants.ts', '')
  t.match(await until('reloaded'), /shared\/constants\.ts added\n.* loads again/)
  t.match(await get('/user'), { text: 'shared' })
})
