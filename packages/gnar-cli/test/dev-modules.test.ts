import t from 'tap'
import { sameOnEveryNode, startSession } from './dev-session.ts'
import { returning } from './project.ts'

t.test('A8 a route module that fails in any way is shown, and all others serve', async (t) => {
  const { until, get, save, mask } = await startSession(t, {
    args: sameOnEveryNode,
    files: { 'app/other/apis.ts': returning('other') }
  })
  await until('is up')
  const good = returning('fixed')
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
  t.match(await get('/user'), { text: 'fixed' })
})

t.test(
  'A8 A9 when a module fails on the first start, the address is shown, and the app is up after the fix',
  async (t) => {
    const { until, get, save, mask } = await startSession(t, {
      files: { 'app/broken/apis.ts': `throw new TypeError('no luck')\n${returning('x')}` }
    })
    t.matchSnapshot(mask(await until('all other modules')), 'first start')
    t.match(await get('/user'), { text: 'user' })
    save('app/broken/apis.ts', returning('fixed'))
    t.matchSnapshot(mask(await until('is up')), 'fix')
    t.match(await get('/broken'), { text: 'fixed' })
  }
)
