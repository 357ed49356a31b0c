import t from 'tap'
import { startSession } from './dev-session.ts'
import { answering, main } from './project.ts'

t.test(
  'A8 A9 a save is served in a moment, and a broken main leaves the last good app in service',
  async (t) => {
    const { until, get, save, mask } = await startSession(t)
    t.matchSnapshot(mask(await until('is up')), 'start')
    t.match(await get('/user'), { text: 'user' })

    save('app/user/apis.ts', answering('edited'))
    t.matchSnapshot(mask(await until('reloaded')), 'edit')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', `${main}const broken: = 1\n`)
    t.matchSnapshot(mask(await until('save a fix')), 'main with a syntax error')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', `${main}throw new TypeError('no luck')\n`.replace('await ', 'undefined.nix\nawait '))
    t.matchSnapshot(mask(await until('save a fix')), 'main that throws')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', main)
    t.matchSnapshot(mask(await until('reloaded')), 'main is mended')
    t.match(await get('/user'), { text: 'edited' })
  }
)

t.test('A8 a route module that fails in any of four ways is told, and all others serve', async (t) => {
  const { until, get, save, mask } = await startSession(t, {
    files: { 'app/other/apis.ts': answering('other') }
  })
  await until('is up')
  const good = answering('mended')
  const ways = {
    'a syntax error': `${good}const broken: = 1\n`,
    'a throw at import': `${good}throw new TypeError('no luck')\n`,
    'a missing import': `import { nix } from './nix.ts'\n${good}nix()\n`,
    'an error in the plugin function': good.replace(
      'fastify.get',
      "throw new TypeError('no plugin')\n  fastify.get"
    ),
    'an error in a nested plugin': good.replace(
      'fastify.get',
      "fastify.register(async () => { throw new TypeError('nested') })\n  fastify.get"
    )
  }
  for (const [way, text] of Object.entries(ways)) {
    save('app/user/apis.ts', text)
    t.matchSnapshot(mask(await until('reloaded')), way)
    t.match(await get('/user'), { error: 'app/user/apis.ts failed to load' }, way)
    t.match(await get('/user/deeper'), { error: 'app/user/apis.ts failed to load' }, way)
    t.match(await get('/other'), { text: 'other' }, way)
  }
  save('app/user/apis.ts', good)
  t.matchSnapshot(mask(await until('reloaded')), 'fix')
  t.match(await get('/user'), { text: 'mended' })
})

t.test('A8 files and folders may be added, removed and renamed', async (t) => {
  const { until, get, save, remove, rename, mask } = await startSession(t)
  await until('is up')

  save('app/team/apis.ts', answering('team'))
  t.matchSnapshot(mask(await until('reloaded')), 'add a file')
  t.match(await get('/team'), { text: 'team' })

  remove('app/team/apis.ts')
  t.matchSnapshot(mask(await until('reloaded')), 'remove a file')
  t.match(await get('/team'), { error: /not found/i })

  rename('app/user', 'app/member')
  await until('reloaded')
  while ((await get('/user')).error === undefined) await until('reloaded')
  t.match(await get('/member'), { text: 'user' })
})
