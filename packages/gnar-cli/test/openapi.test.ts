import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { main, makeProject, returning } from './project.ts'
import { runGnar } from './run-gnar.ts'

const routes = `import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.get('/me', { onRequest: fastify.authenticate, schema: { summary: 'Who am I' } }, async () => 1)
}
`
const needsAll = main.replace('noDb: true, noJwt: true', 'sqs: { queueName: "q", callback() {} }')

t.test('O3 gnar openapi prints the document without a database, a queue, a port or a variable', async (t) => {
  const { folder } = makeProject(t, { 'app/main.ts': needsAll, 'app/user/apis.ts': routes })
  const { code, stdout, stderr } = await runGnar(['openapi'], folder)
  t.equal(stderr, '')
  t.equal(code, 0)
  const { openapi, paths } = JSON.parse(stdout)
  t.equal(openapi, '3.1.0')
  t.same(Object.keys(paths), ['/user/me'], 'no probes, no page and no preflights')
  t.match(paths['/user/me'].get, { summary: 'Who am I', tags: ['user'], security: [{ bearer: [] }] })
})

t.test('O3 gnar openapi works for an app that does not serve its document', async (t) => {
  const titles = {
    'openapi: false': 'riders',
    "openapi: { info: { title: 'Secret' } }": 'Secret',
    'steps: {}': 'riders'
  }
  for (const [own, title] of Object.entries(titles)) {
    const production = main.replace('production: false', `production: true, ${own}`)
    const { folder } = makeProject(t, {
      'package.json': '{ "name": "riders", "type": "module" }',
      'app/main.ts': production
    })
    const { code, stdout } = await runGnar(['openapi'], folder)
    t.equal(code, 0)
    t.equal(JSON.parse(stdout).info.title, title)
  }
  const off = main.replace('production: false', 'production: false, steps: { configureOpenapi: false }')
  const { folder } = makeProject(t, { 'app/main.ts': off })
  const { code, stderr } = await runGnar(['openapi'], folder)
  t.equal(code, 1)
  t.match(stderr, 'openapi is unavailable: step configureOpenapi is disabled; remove configureOpenapi: false')
})

t.test(
  'O3 --check exits with 1 if the file differs from the document, whatever its formatting',
  async (t) => {
    const { folder } = makeProject(t, { 'app/user/apis.ts': returning('x') })
    const file = join(folder, 'openapi.json')
    const check = () => runGnar(['openapi', '--check', 'openapi.json'], folder)

    const missing = await check()
    t.equal(missing.code, 1)
    t.match(missing.stderr, 'openapi.json does not exist')

    t.same(await runGnar(['openapi', '--output', 'openapi.json'], folder), {
      code: 0,
      stdout: '',
      stderr: ''
    })
    const document = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(document).reverse())))
    t.same(await check(), { code: 0, stdout: '', stderr: '' })

    const { '/user': user, ...paths } = document.paths
    writeFileSync(file, JSON.stringify({ ...document, openapi: '3.0.0', paths: { ...paths, '/old': user } }))
    const differs = await check()
    t.equal(differs.code, 1)
    t.equal(
      differs.stderr,
      `gnar: openapi.json is out of date. To update it, run gnar openapi --output openapi.json
  /openapi differs
  /paths/~1old is only in the file
  /paths/~1user is missing from the file
`
    )

    writeFileSync(file, 'no json')
    const malformed = await check()
    t.equal(malformed.code, 1)
    t.match(
      malformed.stderr,
      /cannot read openapi\.json \(.*\); write it with gnar openapi --output openapi\.json/
    )
  }
)

t.test('O3 gnar openapi writes no document without the routes of a broken module', async (t) => {
  const { folder } = makeProject(t, { 'app/broken/apis.ts': `throw new Error('no luck')\n${returning('x')}` })
  const { code, stdout, stderr } = await runGnar(['openapi'], folder)
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /app\/broken\/apis\.ts failed to load\n\n.*no luck/s)
})
