import t from 'tap'
import { main, makeProject, returning } from './project.ts'
import { runGnar } from './run-gnar.ts'

const protectedRoutes = `import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.protect()
  fastify.get('/', async (request) => request.identity)
  fastify.post('/open', { config: { public: true } }, async () => ({}))
}
`
const withJwt = main.replace(', noJwt: true', '')

t.test('gnar routes lists method, path, access and module, without starting anything', async (t) => {
  const { folder } = makeProject(t, {
    'app/main.ts': withJwt.replace('noDb: true, ', ''),
    'app/secret/apis.ts': protectedRoutes,
    '.env': 'GNAR_JWT_SECRET_KEY=from-the-dotenv-file-of-this-project\\nGNAR_PG_ENDPOINT=localhost:1\\n'
      .replaceAll('\\n', '\n')
      .concat('GNAR_PG_DATABASE=x\nGNAR_PG_USERNAME=x\nGNAR_PG_PASSWORD=x\n')
  })
  const text = await runGnar(['routes'], folder)
  t.equal(text.stderr, '')
  t.equal(text.code, 0)
  t.matchSnapshot(text.stdout, 'gnar routes')

  const json = await runGnar(['routes', '--json'], folder)
  t.matchSnapshot(JSON.parse(json.stdout), 'gnar routes --json')
})

t.test('R4 gnar routes needs no variables', async (t) => {
  const { folder } = makeProject(t, {
    'app/main.ts': withJwt.replace('noDb: true, ', "envPrefix: 'MY', "),
    'app/secret/apis.ts': protectedRoutes
  })
  const { code, stdout, stderr } = await runGnar(['routes'], folder)
  t.equal(stderr, '')
  t.equal(code, 0)
  t.match(stdout, /^GET +\/secret +protected/m)
})

t.test('R4 gnar routes shows a module that fails to load, and exits with 1', async (t) => {
  const { folder } = makeProject(t, { 'app/broken/apis.ts': `throw new Error('no luck')\n${returning('x')}` })
  const { code, stdout, stderr } = await runGnar(['routes'], folder)
  t.equal(code, 1)
  t.match(stdout, /GET +\/user/)
  t.matchSnapshot(stderr)
})

t.test('gnar env lists each variable with its value and source, and masks secrets', async (t) => {
  const { folder } = makeProject(t, {
    'app/main.ts': withJwt,
    '.env': 'GNAR_JWT_SECRET_KEY=from-the-dotenv-file-of-this-project\n'
  })
  const env = { GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES: '30' }
  const text = await runGnar(['env'], folder, env)
  t.equal(text.stderr, '')
  t.equal(text.code, 0)
  t.match(text.stdout, /^GNAR_JWT_SECRET_KEY +\(secret\) +\.env /m)
  t.match(text.stdout, /^GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES +30 +environment /m)
  t.match(text.stdout, /^GNAR_ARGON2_TIME_COST +2 +default +passes over the memory$/m)
  t.match(text.stdout, /^GNAR_SES_REGION_NAME +unset +missing /m)

  const json = await runGnar(['env', '--json'], folder, env)
  t.notMatch(text.stdout + json.stdout, /from-the-dotenv-file/)
  const rows = JSON.parse(json.stdout) as { variable: string }[]
  t.match(
    rows.find(({ variable }) => variable === 'GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES'),
    { plugin: 'gnar-jwt', source: 'environment', value: '30', secret: false }
  )
})

t.test(
  'gnar env exits with 1 if any variable is missing or invalid, says which, and lists them first',
  async (t) => {
    const { folder } = makeProject(t, { 'app/main.ts': withJwt })
    const { code, stdout, stderr } = await runGnar(['env'], folder, { GNAR_ARGON2_TIME_COST: 'many' })
    t.equal(code, 1)
    t.match(stdout, /^GNAR_JWT_SECRET_KEY +MISSING +missing/m)
    t.match(stdout, /^GNAR_ARGON2_TIME_COST +INVALID +environment/m)
    const [, ...rows] = stdout.split('\n').map((row) => row.split(' ')[0])
    t.same(rows.slice(0, 2).sort(), ['GNAR_ARGON2_TIME_COST', 'GNAR_JWT_SECRET_KEY'])
    t.match(stderr, /^gnar: GNAR_JWT_SECRET_KEY .* is required/m)
    t.match(stderr, /^gnar: GNAR_ARGON2_TIME_COST .* found "many"/m)
  }
)

t.test('gnar env reads no .env file in production', async (t) => {
  const { folder } = makeProject(t, {
    'app/main.ts': withJwt,
    '.env': 'GNAR_JWT_SECRET_KEY=from-the-dotenv-file-of-this-project\n'
  })
  const { code, stdout } = await runGnar(['env'], folder, { NODE_ENV: 'production' })
  t.equal(code, 1)
  t.match(stdout, /^GNAR_JWT_SECRET_KEY +MISSING +missing/m)
})

t.test('gnar env --dotenv prints a template that gnar env accepts', async (t) => {
  const project = makeProject(t, { 'app/main.ts': withJwt })
  const { stdout } = await runGnar(['env', '--dotenv'], project.folder)
  t.match(stdout, /^# passes over the memory \(default\)\n# GNAR_ARGON2_TIME_COST=2$/m)
  t.match(stdout, /^GNAR_JWT_SECRET_KEY=/m)
  t.match(stdout, /^# GNAR_LOG_FORMAT='%\(asctime\)s /m)
  // A profile is the alternative to an access key.
  project.save('.env', stdout.replaceAll(/^# (?=GNAR_)(?!\w+_PROFILE)/gm, ''))
  const filled = await runGnar(['env'], project.folder)
  t.equal(filled.stderr, '')
  t.equal(filled.code, 0)
})

t.test('an app that fails to start is an error instead of a list', async (t) => {
  const { folder } = makeProject(t, { 'app/main.ts': `const broken: = 1\n` })
  const { code, stdout, stderr } = await runGnar(['routes', '--json'], folder)
  t.equal(code, 1)
  t.equal(stdout, '')
  t.matchSnapshot(stderr)
})
