import t from 'tap'
import { sameOnEveryNode, startSession } from './dev-session.ts'
import { main, returning } from './project.ts'

t.test(
  'A8 A9 a save is served at once, and a broken main module leaves the last working app in service',
  async (t) => {
    const { until, get, save, mask } = await startSession(t, { args: sameOnEveryNode })
    t.matchSnapshot(mask(await until('is up')), 'start')
    t.match(await get('/user'), { text: 'user' })

    save('app/user/apis.ts', returning('edited'))
    t.matchSnapshot(mask(await until('reloaded')), 'edit')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', `${main}const broken: = 1\n`)
    t.matchSnapshot(mask(await until('Save a fix')), 'main with a syntax error')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', `${main}throw new TypeError('no luck')\n`.replace('await ', 'undefined.nix\nawait '))
    t.matchSnapshot(mask(await until('Save a fix')), 'main that throws')
    t.match(await get('/user'), { text: 'edited' })

    save('app/main.ts', main)
    t.matchSnapshot(mask(await until('reloaded')), 'main is fixed')
    t.match(await get('/user'), { text: 'edited' })
  }
)

t.test('A8 files and folders can be added, removed and renamed', async (t) => {
  const { until, get, save, remove, rename, mask } = await startSession(t)
  await until('is up')

  save('app/team/apis.ts', returning('team'))
  t.matchSnapshot(mask(await until('reloaded')), 'add a file')
  t.match(await get('/team'), { text: 'team' })

  remove('app/team/apis.ts')
  t.matchSnapshot(mask(await until('reloaded')), 'remove a file')
  t.match(await get('/team'), { error: /not found/i })

  rename('app/user', 'app/member')
  let printed = await until('reloaded')
  // On a busy machine a rename may be two reloads.
  while (!printed.includes('removed') || !printed.includes('added')) printed += await until('reloaded')
  t.match(printed, /app\/member\/apis\.ts added/)
  t.match(printed, /app\/user\/apis\.ts removed/)
  t.match(await get('/member'), { text: 'user' })
  t.match(await get('/user'), { error: /not found/i })
})
