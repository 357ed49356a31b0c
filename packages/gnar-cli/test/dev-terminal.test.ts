import t from 'tap'
import { sameOnEveryNode, startSession } from './dev-session.ts'
import { makeProject, returning } from './project.ts'
import { runGnar } from './run-gnar.ts'

const logging = { GNAR_LOG_LEVEL: 'INFO' }

t.test(
  'A9 the lines of a start are shown once: a reload is one line for the save and one for the result',
  async (t) => {
    const { until, save } = await startSession(t, { env: logging })
    t.match(await until('is up'), /Argon2 PasswordHasher/)
    for (const text of ['one', 'two']) {
      save('app/user/apis.ts', returning(text))
      t.match(await until('reloaded'), /^gnar {2}app\/user\/apis\.ts changed\ngnar {2}reloaded in \d+ ms\n$/)
    }
  }
)

t.test('A9 after a quiet reload the app logs as usual', async (t) => {
  const { until, save, get } = await startSession(t, { env: logging })
  await until('is up')
  const text = returning('x').replace(
    "({ text: 'x' })",
    "{ fastify.log.info('asked'); return { text: 'x' } }"
  )
  save('app/user/apis.ts', text)
  await until('reloaded')
  await get('/user')
  t.match(await until('asked'), /INFO/)
})

t.test('A9 the failure of a route module is shown once', async (t) => {
  const broken = `throw new TypeError('no luck')\n${returning('x')}`
  const { until, save } = await startSession(t, { env: logging, files: { 'app/broken/apis.ts': broken } })
  const start = await until('all other modules are up')
  t.equal(start.match(/TypeError: no luck/g)?.length, 1)
  save('app/broken/apis.ts', `${broken}\n`)
  const reload = await until('all other modules are up')
  t.notMatch(reload, /INFO/)
  t.equal(reload.match(/TypeError: no luck/g)?.length, 1)
  t.equal(reload.match(/failed to load/g)?.length, 1)
})

t.test('A8 --typecheck shows errors of the compiler, and that they are gone', async (t) => {
  const tsconfig = {
    compilerOptions: { module: 'nodenext', strict: true, skipLibCheck: true, types: [] },
    include: ['app']
  }
  const { until, save, get } = await startSession(t, {
    args: ['--typecheck'],
    files: {
      'tsconfig.json': JSON.stringify(tsconfig),
      'app/count.ts': 'export const count: number = 1\n'
    }
  })
  await until('no type errors')
  save('app/count.ts', "export const count: number = 'one'\n")
  t.match(await until("is not assignable to type 'number'"), /type errors\n\n {2}app\/count\.ts.*TS2322/)
  t.match(await get('/user'), { text: 'user' }, 'the app is served all the same')
  save('app/count.ts', 'export const count: number = 2\n')
  await until('no type errors')
})

t.test('A8 ES module syntax in a CommonJS package is an error that says what to run', async (t) => {
  for (const manifest of ['{}', '{ "type": "commonjs" }']) {
    const { until, get, save } = await startSession(t, {
      files: { 'package.json': manifest },
      args: sameOnEveryNode
    })
    const printed = await until('Save a fix')
    t.match(
      printed,
      'app/main.ts is an ES module, but package.json does not say so. Run: npm pkg set type=module'
    )
    t.notMatch(printed, /output format/)
    save('package.json', '{ "type": "module" }')
    await until('is up')
    t.match(await get('/user'), { text: 'user' })
  }
})

t.test('R4 gnar routes says the same of a CommonJS package', async (t) => {
  const { folder } = makeProject(t, { 'package.json': '{}' })
  const { code, stderr } = await runGnar(['routes', ...sameOnEveryNode], folder)
  t.equal(code, 1)
  t.match(stderr, 'Run: npm pkg set type=module')
})

t.test('A8 options of gnar dev that do not go together are refused in one line', async (t) => {
  const folder = t.testdir({ app: { 'main.ts': '' } })
  const mistakes = [
    ['--queue', 'orders'],
    ['--env-prefix', 'MY'],
    ['--local', '--env-prefix', 'MY-'],
    ['--watch', 'libs'],
    ['--typecheck'],
    ['--local', '--queue', 'bad name!']
  ]
  for (const args of mistakes) {
    const { code, stdout, stderr } = await runGnar(['dev', ...args], folder)
    t.equal(code, 1)
    t.equal(stdout, '')
    t.matchSnapshot(stderr.replaceAll(folder, '<folder>'), ['gnar dev', ...args].join(' '))
  }
})
