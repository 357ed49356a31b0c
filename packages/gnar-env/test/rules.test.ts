import t from 'tap'
import { choice, defineSettings, findProblems, integer, readSettings, text } from '../src/index.ts'

const pool = defineSettings(
  'gnar-x',
  {
    min: integer({ variable: 'POOL_MIN', min: 0, default: 1, meaning: 'connections kept open' }),
    max: integer({ variable: 'POOL_MAX', min: 1, default: 10, meaning: 'maximum number of connections' }),
    keyId: text({ variable: 'KEY_ID', meaning: 'id of the key' }),
    key: text({ variable: 'KEY', secret: true, meaning: 'the key', example: '<key>' }),
    host: text({ variable: 'HOST', required: 'at start', meaning: 'host' })
  },
  [
    {
      of: ['min', 'max'],
      check: ({ min = 0, max = 0 }, { subject }) =>
        min <= max ? undefined : `${subject('min')} (${min}) must not exceed ${subject('max')} (${max})`
    },
    {
      of: ['key', 'keyId'],
      check: ({ key, keyId }, { missing, production }) =>
        production && keyId !== undefined && key === undefined ? missing('key') : undefined
    },
    {
      of: ['host'],
      check: ({ host }) =>
        host === 'nowhere' ? [{ plugin: 'gnar-x', option: 'host.name', message: 'unknown host' }] : undefined
    }
  ]
)

const messages = (options: object) => findProblems(pool, options).map(({ message }) => message)

t.test('a rule between settings names the option or the variable that each value came from', async (t) => {
  const host = 'localhost'
  t.strictSame(findProblems(pool, { host, env: {}, min: 20 }), [
    {
      plugin: 'gnar-x',
      option: 'min',
      variable: 'GNAR_POOL_MIN',
      message: 'option min of gnar-x (20) must not exceed GNAR_POOL_MAX (10)'
    }
  ])
  t.strictSame(messages({ host, env: { MY_POOL_MIN: '20', MY_POOL_MAX: '5' }, envPrefix: 'MY' }), [
    'MY_POOL_MIN (20) must not exceed MY_POOL_MAX (5)'
  ])
  t.strictSame(messages({ host, env: {}, min: 3, max: 3 }), [])
})

t.test('a broken rule is listed alongside other problems, and readSettings throws it', async (t) => {
  const options = { env: { GNAR_POOL_MAX: '5', GNAR_KEY_ID: 'id' }, min: 20, production: true, hots: 'x' }
  t.strictSame(messages(options), [
    'unknown option "hots" of gnar-x: did you mean "host"?',
    "GNAR_HOST (host) is required. Set it, or pass gnar-x's host option. Example: GNAR_HOST=text",
    'option min of gnar-x (20) must not exceed GNAR_POOL_MAX (5)',
    "GNAR_KEY (the key) is required. Set it, or pass gnar-x's key option. Example: GNAR_KEY=<key>"
  ])
  t.throws(() => readSettings(pool, options), { code: 'GNAR_ERR_CONFIGURATION', message: /^4 problems:\n/ })
  t.strictSame(messages({ env: { GNAR_HOST: 'localhost', GNAR_KEY_ID: 'id' } }), [], 'not in production')
})

t.test('a rule is skipped while one of its settings is malformed', async (t) => {
  t.match(messages({ host: 'localhost', env: { GNAR_POOL_MAX: 'many' }, min: 20 }), [
    /^GNAR_POOL_MAX .* found "many"/
  ])
  t.equal(messages({ host: 'localhost', env: { GNAR_POOL_MAX: 'many' }, min: 20 }).length, 1)
})

t.test('a rule may return problems of its own', async (t) => {
  t.strictSame(findProblems(pool, { host: 'nowhere', env: {} }), [
    { plugin: 'gnar-x', option: 'host.name', message: 'unknown host' }
  ])
})

const profiles = defineSettings('gnar-x', {
  profile: choice(['fast', 'safe'], {
    meaning: 'profile',
    implies: (profile) => ({ timeCost: profile === 'fast' ? 1 : 5 })
  }),
  timeCost: integer({ variable: 'TIME_COST', min: 1, default: 2, meaning: 'passes' })
})

t.test('a value implies options, which beat variables and are beaten by options', async (t) => {
  const timeCost = (options: object) => readSettings(profiles, { env: {}, ...options }).timeCost
  t.equal(timeCost({}), 2)
  t.equal(timeCost({ profile: 'safe' }), 5)
  t.equal(timeCost({ profile: 'safe', env: { GNAR_TIME_COST: '3' } }), 5)
  t.equal(timeCost({ profile: 'safe', timeCost: 4 }), 4)
  t.equal(timeCost({ profile: 'safe', timeCost: undefined }), 5)
  t.strictSame(
    findProblems(profiles, { env: {}, profile: 'quick' } as never).map(({ option }) => option),
    ['profile'],
    'a malformed value implies nothing'
  )
})
