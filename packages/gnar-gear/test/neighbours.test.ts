import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import autoload from '@fastify/autoload'
import Fastify from 'fastify'
import { routeNotFound } from 'gnar-errors'
import gnarGear, { type GnarGearOptions, gnarServerOptions } from 'gnar-gear'
import t from 'tap'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const preset: GnarGearOptions = {
  name: 'my_app',
  production: true,
  env: {},
  noDb: true,
  noJwt: true,
  routes: false,
  logger: { destination: { write: () => {} } }
}

t.test('A2 an app runs under fastify-cli as the README says, and drains within its delay', async (t) => {
  const example = /```js\n(\/\/ app\.js\n.+?)```/s.exec(readme)?.[1] ?? ''
  const command = /`fastify (start app\.js .+?)`/.exec(readme)?.[1] ?? ''
  const folder = t.testdir({
    node_modules: { 'gnar-gear': t.fixture('symlink', fileURLToPath(new URL('..', import.meta.url))) },
    'package.json': '{ "type": "module" }',
    'app.js': example.replace("name: 'my_gnarly_app',", '$& noDb: true, noJwt: true,'),
    app: {
      user: {
        'apis.js': `import { setTimeout } from 'node:timers/promises'
export default async (fastify) => {
  fastify.get('/', async () => 'hello')
  fastify.get('/wait', async () => {
    console.log('asked')
    await setTimeout(1500)
    return 'at last'
  })
}
`
      }
    }
  })
  const cli = createRequire(import.meta.url).resolve('fastify-cli/cli.js')
  const loader = ['--import', import.meta.resolve('ts-blank-space/register'), '--conditions=gnar-source']
  const args = [...loader, cli, ...command.split(' '), '--port', '0', '--address', '127.0.0.1']
  const child = spawn(process.execPath, [...args, '--log-level', 'info'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const closed = once(child, 'close')
  t.after(async () => {
    child.kill('SIGKILL')
    await closed
  })
  let output = ''
  const says = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(output)
      if (found !== null) return found
      const [chunk] = (await Promise.race([once(child.stdout, 'data'), closed.then(() => [])])) as [Buffer?]
      if (chunk === undefined) throw new Error(`fastify ended:\n${output}`)
      output += chunk
    }
  }
  child.stderr.on('data', (chunk) => {
    output += chunk
  })

  const [, url] = await says(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/)
  t.equal(await (await fetch(`${url}/user`)).text(), 'hello')
  t.match(await (await fetch(`${url}/%zz`)).json(), {
    error: 'The URL is malformed, write each % in it as %25'
  })
  t.match(output, /Needs options of Fastify's constructor: format, redaction [^;]+"/)
  t.match(await (await fetch(`${url}/health/ready`)).json(), { status: 'ready' })
  const answer = fetch(`${url}/user/wait`)
  await says(/asked/)
  child.kill('SIGTERM')
  const unlistened = async (): Promise<boolean> => fetch(`${url}/health/live`).then(unlistened, () => true)
  t.equal(await unlistened(), true)
  t.equal(await (await answer).text(), 'at last')
  t.same(await closed, [0, null])
})

t.test('A2 R2 those who prefer @fastify/autoload bring it themselves', async (t) => {
  const plugin = 'export default async (fastify) => fastify.get("/", async () => "user")\n'
  const dir = t.testdir({ user: { 'index.mjs': plugin } })
  const fastify = Fastify(gnarServerOptions(preset))
  t.after(() => fastify.close())
  await fastify.register(gnarGear, preset)
  await fastify.register(autoload, { dir, options: { prefix: '/api' } })
  t.equal((await fastify.inject('/api/user')).body, 'user')
  t.match((await fastify.inject('/api/nowhere')).json(), { error: /not found/ })
})

t.test('E8 an app of the preset has its own page for unknown paths and its own error handler', async (t) => {
  const fastify = Fastify(gnarServerOptions(preset))
  t.after(() => fastify.close())
  await fastify.register(gnarGear, preset)
  fastify.setNotFoundHandler((request) => {
    if (request.url.startsWith('/api')) throw routeNotFound(request)
    return 'the page'
  })
  fastify.setErrorHandler((error: Error, _request, reply) => {
    if (error.message !== 'mine') throw error
    return reply.send('mine')
  })
  fastify.get('/mine', async () => {
    throw new Error('mine')
  })
  fastify.get('/other', async () => {
    throw new Error('other')
  })
  t.equal((await fastify.inject('/somewhere')).body, 'the page')
  t.match((await fastify.inject('/api/x')).json(), { error: /^Route GET:\/api\/x not found/ })
  t.equal((await fastify.inject('/mine')).body, 'mine')
  t.match((await fastify.inject('/other')).json(), { error: 'MyApp API Error' })
})
