import { join } from 'node:path'
import { getApp } from 'gnar-gear'
import t from 'tap'
import { createApp } from './start-app.ts'

const route = (path: string, text: string) =>
  `export default async (fastify) => fastify.get('${path}', async () => '${text}')\n`

t.test('R1 R3 every route module below the folder of the app is registered, and says where', async (t) => {
  const appDir = t.testdir({
    'apis.mjs': route('/', 'root'),
    user: {
      'apis.js': route('/get', 'user'),
      'constants.mjs': 'throw new Error("a constant is no route module")\n',
      'apis.test.mjs': 'throw new Error("nor is a test")\n'
    },
    admin: { users: { 'routes.mjs': route('/', 'admin users'), 'more.routes.mjs': route('/more', 'more') } },
    'package.json': '{"type":"module"}',
    old: { 'routes.cjs': 'module.exports = async (fastify) => { fastify.get("/", async () => "old") }\n' },
    compiled: {
      'apis.cjs':
        'exports.__esModule = true\nexports.default = async (fastify) => { fastify.get("/", async () => "compiled") }\n'
    },
    typed: {
      'apis.ts':
        'export default async (fastify: import("fastify").FastifyInstance): Promise<void> => {\n  fastify.get("/", async () => "typed")\n}\n'
    },
    auto: { 'apis.mjs': `export const autoPrefix = '/car'\n${route('/', 'car')}` },
    moved: { 'apis.mjs': `export const prefixOverride = '/elsewhere'\n${route('/', 'elsewhere')}` },
    node_modules: { lib: { 'apis.mjs': 'throw new Error("not ours")\n' } }
  })
  const lines: string[] = []
  const app = createApp(t, { appDir, routes: undefined }, lines)
  await app.run()
  const answers: Record<string, string> = {
    '/': 'root',
    '/user/get': 'user',
    '/admin/users': 'admin users',
    '/admin/users/more': 'more',
    '/old': 'old',
    '/compiled': 'compiled',
    '/typed': 'typed',
    '/car': 'car',
    '/elsewhere': 'elsewhere'
  }
  for (const [path, text] of Object.entries(answers))
    t.equal((await app.server.inject(path)).body, text, path)
  t.same(
    lines
      .filter((line) => line.includes('Listening on'))
      .map((line) => line.trim().replace(/\(.*?\//, '(app/'))
      .sort(),
    [
      '/ (app/apis.mjs)',
      '/admin/users (app/admin/users/more.routes.mjs)',
      '/admin/users (app/admin/users/routes.mjs)',
      '/car (app/auto/apis.mjs)',
      '/compiled (app/compiled/apis.cjs)',
      '/elsewhere (app/moved/apis.mjs)',
      '/old (app/old/routes.cjs)',
      '/typed (app/typed/apis.ts)',
      '/user (app/user/apis.js)'
    ].map((path) => `INFO Listening on ${path}`)
  )
})

t.test('R1 a module of the right name without a plugin is skipped, and a line says so', async (t) => {
  const appDir = t.testdir({ user: { 'routes.mjs': 'export const path = "/user"\n' } })
  const lines: string[] = []
  await createApp(t, { appDir, routes: undefined, production: true }, lines).run()
  t.match(lines.join(''), /WARNING .*user\/routes\.mjs skipped: the default export is not a plugin/)
})

t.test('R1 a folder without route modules is a warning', async (t) => {
  const lines: string[] = []
  const appDir = join(t.testdir({}), 'app')
  await createApp(t, { appDir, routes: undefined }, lines).run()
  t.match(lines.join(''), `WARNING No routes: there is no file apis, routes or *.routes below ${appDir}`)
})

t.test('R2 names take the place of the scan: with a dot a module, without one its apis', async (t) => {
  const appDir = t.testdir({
    user: { 'apis.mjs': route('/', 'user'), 'admin.mjs': route('/admin', 'admin') },
    other: { 'apis.mjs': 'throw new Error("not asked for")\n' }
  })
  const one = createApp(t, { appDir, routes: 'user', production: true })
  await one.run()
  t.equal((await one.server.inject('/user')).body, 'user')
  t.equal(
    (await one.server.inject('/user/admin')).json().error,
    'Route GET:/user/admin not found, check the method and the path'
  )
  const two = createApp(t, { appDir, routes: ['user', 'user.admin'], production: true })
  await two.run()
  t.equal((await two.server.inject('/user')).body, 'user')
  t.equal((await two.server.inject('/user/admin')).body, 'admin')
})

t.test('R2 a name that matches nothing is an error with the paths tried', async (t) => {
  const appDir = t.testdir({ 'user.mjs': '' })
  await t.rejects(createApp(t, { appDir, routes: ['user'] }).run(), {
    code: 'GNAR_ERR_GEAR_NO_ROUTE_MODULE',
    message: `there is no route module "user": create one of ${['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => join(appDir, 'user', `apis.${extension}`)).join(', ')}, or fix the option routes`
  })
})

t.test('R2 routes: false registers none', async (t) => {
  const appDir = t.testdir({ user: { 'apis.mjs': 'throw new Error("not asked for")\n' } })
  await t.resolves(createApp(t, { appDir, routes: false, production: true }).run())
})

t.test('A8 the response of a failed module gives way to routes of others below its prefix', async (t) => {
  const appDir = t.testdir({
    user: {
      'apis.mjs': 'throw new Error("broken")\n',
      'more.routes.mjs': route('/*', 'more'),
      'apis2.routes.mjs': 'throw 1'
    }
  })
  const app = createApp(t, { appDir, routes: undefined })
  await app.run()
  t.equal((await app.server.inject('/user/anything')).body, 'more')
  t.match((await app.server.inject('/user')).json().error, /user\/apis\.mjs failed to load: broken/)
})

t.test('A8 the place of a syntax error goes before its stack', async (t) => {
  const appDir = t.testdir({
    broken: { 'apis.mjs': 'export default async (fastify) => {\n  const = 3\n}\n' }
  })
  const lines: string[] = []
  await createApp(t, { appDir, routes: undefined }, lines).run()
  t.match(lines.join(''), /broken\/apis\.mjs:2\n +const = 3\n +\^/)
})

t.test('A8 a failure of something else than a route module fails the start', async (t) => {
  const app = createApp(t, { steps: { postconfig: () => Promise.reject(new Error('no coffee')) } })
  await t.rejects(app.run(), { code: 'GNAR_ERR_GEAR_STEP' })
})

t.test('A6 getApp finds the running app from the routes step until close', async (t) => {
  const seen: unknown[] = []
  const look = () => {
    try {
      return getApp()
    } catch (error) {
      return (error as Error).message
    }
  }
  const app = createApp(t, {
    steps: {
      configureHealth: () => void seen.push(look()),
      configureRoutes: () => void seen.push(look())
    }
  })
  await app.run()
  seen.push(look())
  await app.close()
  seen.push(look())
  t.match(seen[0], /^no app is running: getApp\(\) works from configureRoutes until close\(\)/)
  t.equal(seen[1], app)
  t.equal(seen[2], app)
  t.equal(seen[3], seen[0])
})

t.test('A6 where two apps run, getApp wants a name', async (t) => {
  const apps = [createApp(t), createApp(t)]
  Object.assign(apps[1] ?? {}, { name: 'other_app' })
  for (const app of apps) await app.run()
  t.throws(() => getApp(), {
    code: 'GNAR_ERR_GEAR_NO_APP',
    message:
      "2 apps run in this process: pass a name, such as getApp('name'); running: my_gnarly_app, other_app"
  })
  t.equal(getApp('other_app'), apps[1])
  t.throws(() => getApp('third'), {
    message: 'no app named "third" is running; running: my_gnarly_app, other_app'
  })
})
