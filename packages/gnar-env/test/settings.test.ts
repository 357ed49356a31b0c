import t from 'tap'
import {
  ConfigurationError,
  choice,
  custom,
  defineSettings,
  findProblems,
  flag,
  integer,
  nearest,
  readSettings,
  requireAtUse,
  resolveSettings,
  text,
  toVariableWord
} from '../src/index.ts'

const settings = defineSettings('gnar-x', {
  /** Passes over the memory. */
  timeCost: integer({ variable: 'TIME_COST', min: 1, max: 10, default: 2, meaning: 'passes' }),
  encoding: choice(['utf-8', 'latin1'], {
    variable: 'ENCODING',
    default: 'utf-8',
    meaning: 'encoding of text'
  }),
  secret: text({
    variable: 'SECRET_KEY',
    required: 'at start',
    secret: true,
    meaning: 'signs tokens',
    example: '<32 random bytes>'
  }),
  cache: flag({ variable: 'CACHE', meaning: 'whether to remember' }),
  level: text({ variable: ['<NAME>_LEVEL', 'LEVEL'], meaning: 'log level' }),
  region: text({ variable: 'REGION', required: 'at use', meaning: 'region of the queue' }),
  onDone: custom<() => void>()({
    meaning: 'called at shutdown',
    check: (value) => (typeof value === 'function' ? undefined : 'must be a function')
  }),
  name: text({ meaning: 'name of the app' })
})
const secret = 'correct horse battery staple'

t.test('an option beats the environment, the environment beats the default', async (t) => {
  const read = (options: object) => readSettings(settings, { secret, ...options })
  t.equal(read({ env: {} }).timeCost, 2)
  t.equal(read({ env: { GNAR_TIME_COST: ' 3 ' } }).timeCost, 3)
  t.equal(read({ env: { GNAR_TIME_COST: '3' }, timeCost: 4 }).timeCost, 4)
  t.equal(read({ env: { MY_APP_TIME_COST: '5' }, envPrefix: 'MY_APP' }).timeCost, 5)
  t.equal(read({ env: { MY_APP_TIME_COST: '5' }, envPrefix: 'my_App' }).timeCost, 5, 'in any case')
  t.equal(read({ env: { GNAR_TIME_COST: '' } }).timeCost, 2, 'an empty variable counts as not set')
  t.equal(read({ env: { GNAR_CACHE: 'TRUE' } }).cache, true)
  t.equal(read({ env: { GNAR_CACHE: '0' } }).cache, false)
})

t.test('the variable of the named app comes before the general one', async (t) => {
  const env = { GNAR_MY_APP_LEVEL: 'own', GNAR_LEVEL: 'general' }
  t.equal(readSettings(settings, { secret, env, name: 'my-app' }).level, 'own')
  t.equal(readSettings(settings, { secret, env, name: 'other' }).level, 'general')
  t.equal(readSettings(settings, { secret, env }).level, 'general')
  t.equal(toVariableWord('off-piste.2'), 'OFF_PISTE_2')
})

t.test('values are typed by the table and frozen, and the options stay unchanged', async (t) => {
  const options = Object.freeze({ secret, env: {} })
  const values = readSettings(settings, options)
  const timeCost: number = values.timeCost
  const encoding: 'utf-8' | 'latin1' = values.encoding
  const key: string = values.secret
  // @ts-expect-error: without a default it may be undefined
  const cache: boolean = values.cache
  t.strictSame([timeCost, encoding, key, cache], [2, 'utf-8', secret, undefined])
  t.ok(Object.isFrozen(values))
  // @ts-expect-error: not a word of the list
  t.throws(() => readSettings(settings, { secret, encoding: 'utf-9' }))
  // @ts-expect-error: mistyped
  t.throws(() => readSettings(settings, { secret, encodng: 'utf-8' }))
})

t.test('production follows NODE_ENV unless the option overrides it', async (t) => {
  const production = (options: object) => readSettings(settings, { secret, ...options }).production
  t.equal(production({ env: { NODE_ENV: 'production' } }), true)
  t.equal(production({ env: {} }), false)
  t.equal(production({ env: { NODE_ENV: 'production' }, production: false }), false)
})

t.test('every problem is listed at once, and no secret is shown', async (t) => {
  const options = {
    timecost: 3,
    zebra: 1,
    onDone: 'later',
    name: [],
    secret: '',
    envPrefix: '1 2',
    production: 'yes',
    env: { '1 2_TIME_COST': 'eleven', '1 2_ENCODING': 'ebcdic'.repeat(20), '1 2_CACHE': 'maybe' }
  }
  const problems = findProblems(settings, options as never)
  t.matchSnapshot(problems.map(({ message }) => message).join('\n'))
  t.throws(() => readSettings(settings, options as never), {
    code: 'GNAR_ERR_CONFIGURATION',
    problems
  })
  const malformed = {
    token: integer({ variable: 'TOKEN', secret: true, min: 0, meaning: 'a secret number' })
  }
  for (const hidden of ['hunter2', { a: 1 }]) {
    const [problem] = findProblems(defineSettings('gnar-x', malformed), { token: hidden } as never)
    t.notMatch(problem?.message, 'hunter2')
    t.match(problem?.message, /found (a secret of 7 characters|a secret that is not text)/)
  }
})

t.test('common options are checked too, and their values are not shown', async (t) => {
  const circle: Record<string, unknown> = { password: 'hunter2' }
  circle.self = circle
  const wrong: object[] = [10n, null, Symbol('x'), ['GNAR'], circle, '', '1A'].map((envPrefix) => ({
    envPrefix
  }))
  for (const production of [1n, null, circle, 'yes']) wrong.push({ production })
  for (const env of [null, 'PATH', 5]) wrong.push({ env })
  for (const options of wrong) {
    const [option] = Object.keys(options)
    const [problem, ...others] = findProblems(settings, { secret, ...options } as never)
    t.match(problem, { option, message: new RegExp(`^option ${option} of gnar-x .* must be .*, found `) })
    t.notMatch(problem?.message, 'hunter2')
    t.equal(others.length, 0)
  }
})

t.test('a variable that is not a string is read as text', async (t) => {
  const env = { GNAR_TIME_COST: 3, GNAR_ENCODING: null } as never
  t.match(readSettings(settings, { secret, env }), { timeCost: 3, encoding: 'utf-8' })
})

t.test(
  'a required variable that is missing or empty is named in full, with an example or a hint',
  async (t) => {
    const messages = (env: object) => findProblems(settings, { env } as never).map(({ message }) => message)
    t.matchSnapshot([...messages({}), ...messages({ GNAR_SECRET_KEY: '' })].join('\n'))
    const hinted = {
      secret: text({ variable: 'SECRET', required: 'at start', meaning: 'signs', hint: 'Ask Ada.' })
    }
    t.equal(
      findProblems(defineSettings('gnar-x', hinted), { env: {} })[0]?.message,
      "GNAR_SECRET (signs) is required. Set it, or pass gnar-x's secret option. Ask Ada."
    )
    const optionOnly = { polls: text({ required: 'at start', meaning: 'what to poll' }) }
    t.match(
      findProblems(defineSettings('gnar-x', optionOnly), {})[0]?.message,
      'option polls of gnar-x (what to poll) is required'
    )
  }
)

t.test('a setting that is required at use is not a problem at start', async (t) => {
  const options = { secret, env: {} }
  t.strictSame(findProblems(settings, options), [])
  t.throws(() => requireAtUse(settings, options), {
    code: 'GNAR_ERR_CONFIGURATION',
    message:
      "GNAR_REGION (region of the queue) is required. Set it, or pass gnar-x's region option. Example: GNAR_REGION=text"
  })
  t.doesNotThrow(() => requireAtUse(settings, { ...options, region: 'eu-west-1' }))
})

t.test("Fastify's own register options are tolerated", async (t) => {
  t.strictSame(
    findProblems(settings, { secret, prefix: '/a', logLevel: 'info', logSerializers: {} } as never),
    []
  )
})

t.test('resolutions show where each value came from', async (t) => {
  const env = { GNAR_TIME_COST: '3' }
  const rows = resolveSettings(settings, { secret, env })
  t.strictSame(
    rows.map(({ option, source }) => `${option} ${source}`),
    [
      'timeCost environment',
      'encoding default',
      'secret option',
      'cache missing',
      'level missing',
      'region missing',
      'onDone missing',
      'name missing'
    ]
  )
})

t.test('nearest finds the word that was probably meant', async (t) => {
  t.equal(nearest('timecost', ['timeCost', 'memoryCost']), 'timeCost')
  t.equal(nearest('postgrs', ['port', 'postgres']), 'postgres')
  t.equal(nearest('colour', ['color', 'cool']), 'color')
  t.equal(nearest('zebra', ['timeCost']), undefined)
  t.equal(nearest('', ['timeCost']), undefined)
})

t.test('several problems make one error with a line each', async (t) => {
  const problem = (message: string) => ({ plugin: 'gnar-x', option: 'a', message })
  t.equal(new ConfigurationError([problem('one')]).message, 'one')
  t.equal(new ConfigurationError([problem('one'), problem('two')]).message, '2 problems:\n  - one\n  - two')
})

t.test('P9 each variable can be given as a file, whose last newline is removed', async (t) => {
  const folder = t.testdir({
    key: 'a key of two lines\nand its end\n\n',
    windows: 'key\r\n',
    number: '7\n',
    empty: '\n'
  })
  const read = (env: Record<string, string>) => readSettings(settings, { env })
  t.equal(read({ GNAR_SECRET_KEY_FILE: `${folder}/key` }).secret, 'a key of two lines\nand its end\n')
  t.equal(read({ GNAR_SECRET_KEY_FILE: `${folder}/windows`, GNAR_SECRET_KEY: '' }).secret, 'key')
  t.equal(read({ GNAR_SECRET_KEY: 'x', GNAR_TIME_COST_FILE: `${folder}/number` }).timeCost, 7)
  const [row] = resolveSettings(settings, { env: { GNAR_TIME_COST_FILE: `${folder}/number` } })
  t.match(row, { variable: 'GNAR_TIME_COST_FILE', source: 'environment', value: 7 })
})

t.test(
  'P9 a file that cannot be read, twins, and wrong content are problems that name the variable',
  async (t) => {
    const folder = t.testdir({ number: 'hunter2\n', empty: '\n' })
    const problems = (env: Record<string, string>) =>
      findProblems(settings, { env }).map(({ message }) => message.replaceAll(folder, 'FOLDER'))
    t.strictSame(problems({ GNAR_SECRET_KEY_FILE: '/nowhere/key' }), [
      "GNAR_SECRET_KEY_FILE must name a file that can be read: ENOENT: no such file or directory, open '/nowhere/key'"
    ])
    t.strictSame(problems({ GNAR_SECRET_KEY: 'x', GNAR_SECRET_KEY_FILE: `${folder}/number` }), [
      'GNAR_SECRET_KEY_FILE and GNAR_SECRET_KEY are both set: unset one of them'
    ])
    t.match(problems({ GNAR_SECRET_KEY: 'x', GNAR_TIME_COST_FILE: `${folder}/number` }), [
      /^GNAR_TIME_COST_FILE \(passes\) must be a whole number from 1 to 10, found something else in the file$/
    ])
    t.match(problems({ GNAR_SECRET_KEY_FILE: `${folder}/empty` }), [
      /^GNAR_SECRET_KEY_FILE \(signs tokens\) must be text that is not empty/
    ])
  }
)
