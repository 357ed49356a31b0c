import Fastify from 'fastify'
import gnarGear, { gnarServerOptions } from 'gnar-gear'
import t, { type Test } from 'tap'
import { createApp, quiet } from './start-app.ts'

const fine = 'export default async (fastify) => fastify.get("/", async () => "fine")\n'

/** Every way in which a route module may fail, as files of its folder; the message tells them apart. */
const kinds: Record<string, { files: Record<string, string>; message: RegExp }> = {
  'a syntax error': {
    files: { 'apis.mjs': 'export default async (fastify) => {\n  const = 3\n}\n' },
    message: /Unexpected token/
  },
  'a throw at import': { files: { 'apis.mjs': 'throw new Error("at import")\n' }, message: /at import/ },
  'a missing import': {
    files: { 'apis.mjs': 'import "./missing.mjs"\nexport default async () => {}\n' },
    message: /Cannot find module/
  },
  'a missing export': {
    files: { 'apis.mjs': 'import { nothing } from "node:fs"\nexport default async () => nothing\n' },
    message: /does not provide an export/
  },
  'a CommonJS module that throws': {
    files: { 'apis.cjs': 'throw new Error("in CommonJS")\n' },
    message: /in CommonJS/
  },
  'an asynchronous plugin that rejects': {
    files: { 'apis.mjs': 'export default async () => {\n  throw new Error("rejected")\n}\n' },
    message: /rejected/
  },
  'a synchronous plugin that throws': {
    files: { 'apis.mjs': 'export default () => {\n  throw new Error("thrown")\n}\n' },
    message: /thrown/
  },
  'a plugin with a callback that throws': {
    files: {
      'apis.mjs': 'export default (fastify, options, done) => {\n  throw new Error("before done")\n}\n'
    },
    message: /before done/
  },
  'a plugin that calls back with an error': {
    files: { 'apis.mjs': 'export default (fastify, options, done) => done(new Error("called back"))\n' },
    message: /called back/
  },
  'a plugin that never calls back': {
    files: { 'apis.mjs': 'export default (fastify, options, done) => {}\n' },
    message: /took longer than 3000 ms: call done\(\)/
  },
  'a value that is not an error': {
    files: { 'apis.mjs': 'export default async () => {\n  throw "just text"\n}\n' },
    message: /just text/
  },
  'a frozen error': {
    files: { 'apis.mjs': 'export default async () => {\n  throw Object.freeze(new Error("frozen"))\n}\n' },
    message: /frozen/
  },
  'an error after some routes': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.get("/", async () => "half")\n  throw new Error("half way")\n}\n'
    },
    message: /half way/
  },
  'a nested plugin that rejects': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.register(async (nested) => {\n    nested.get("/deep/down", async () => "half")\n    throw new Error("nested")\n  })\n}\n'
    },
    message: /nested/
  },
  'a nested plugin that throws': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.register(() => {\n    throw new Error("nested throw")\n  })\n}\n'
    },
    message: /nested throw/
  },
  'a nested plugin that cannot be imported': {
    files: {
      'apis.mjs': 'export default async (fastify) => {\n  fastify.register(import("./missing.mjs"))\n}\n'
    },
    message: /Cannot find module/
  },
  'an error that the plugin catches': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  try {\n    await fastify.register(async () => {\n      throw new Error("caught")\n    })\n  } catch {}\n}\n'
    },
    message: /caught/
  },
  'a duplicate route': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.get("/", async () => "one")\n  fastify.get("/", async () => "two")\n}\n'
    },
    message: /already declared/
  },
  'autohooks that cannot be imported': {
    files: { 'apis.mjs': fine, 'autohooks.mjs': 'throw new Error("hooks at import")\n' },
    message: /hooks at import/
  },
  'autohooks that reject': {
    files: {
      'apis.mjs': fine,
      'autohooks.mjs': 'export default async () => {\n  throw new Error("hooks rejected")\n}\n'
    },
    message: /hooks rejected/
  },
  'a schema that cannot be built': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.get("/", { schema: { querystring: { type: "nope" } } }, async () => 1)\n}\n'
    },
    message: /Failed building the validation schema/
  },
  'an onReady hook that fails': {
    files: {
      'apis.mjs':
        'export default async (fastify) => {\n  fastify.addHook("onReady", async () => {\n    throw new Error("not ready")\n  })\n}\n'
    },
    message: /not ready/
  },
  twins: {
    files: { 'apis.mjs': fine, 'apis.js': fine },
    message: /app\/broken\/apis\.m?js and app\/broken\/apis\.m?js are twins/
  }
}

/** Fastify cannot go on after these, so that it takes a second start. */
const restarts = ['a schema that cannot be built', 'an onReady hook that fails']

const impatient = { pluginTimeout: 5000 }

for (const [what, { files, message }] of Object.entries(kinds)) {
  t.test(
    `A8 R5 in development ${what} excludes its module alone, whose prefix responds with it`,
    async (t) => {
      const lines: string[] = []
      let starts = 0
      const app = createApp(
        t,
        {
          appDir: appDir(t, { broken: files, fine: { 'apis.mjs': fine }, zebra: { 'apis.mjs': fine } }),
          routes: undefined,
          fastify: impatient,
          steps: {
            preconfig: () => {
              starts += 1
            }
          }
        },
        lines
      )
      await app.run()
      for (const url of ['/fine', '/zebra']) t.equal((await app.server.inject(url)).body, 'fine')
      for (const url of ['/broken', '/broken/deep/down', '/broken/elsewhere']) {
        const { error, traceback } = (await app.server.inject(url)).json()
        t.match(error, /^the route module app\/broken\/apis\.\w+ failed to load: /, url)
        t.match(error, message, url)
        t.type(traceback, 'string')
      }
      const told = lines.filter((line) => line.includes('; /broken will return this error until you fix it'))
      t.equal(told.length, 1)
      t.match(lines.join(''), /serves without the module that failed to load at http:/)
      t.equal(starts, restarts.includes(what) ? 2 : 1)
    }
  )

  t.test(`R4 in production ${what} stops the start`, async (t) => {
    const app = createApp(t, {
      appDir: appDir(t, { broken: files, fine: { 'apis.mjs': fine } }),
      routes: undefined,
      production: true,
      fastify: impatient
    })
    await t.rejects(app.run(), {
      code: 'GNAR_ERR_GEAR_ROUTE_MODULE',
      message: /^the route module app\/broken\/apis\.\w+ failed to load: /
    })
    t.equal(app.server.server.listening, false)
  })
}

t.test('A8 R5 many modules that fail in different ways are excluded in one start', async (t) => {
  const folders = Object.fromEntries(
    Object.entries(kinds)
      .filter(([what]) => !restarts.includes(what) && what !== 'a plugin that never calls back')
      .map(([, { files }], index) => [`broken${index}`, files])
  )
  let starts = 0
  const app = createApp(t, {
    appDir: appDir(t, { ...folders, fine: { 'apis.mjs': fine } }),
    routes: undefined,
    steps: {
      preconfig: () => {
        starts += 1
      }
    }
  })
  await app.run()
  t.equal(app.failures.size, Object.keys(folders).length)
  t.equal(starts, 1)
  t.equal((await app.server.inject('/fine')).body, 'fine')
})

t.test('R5 on an instance of your own a failed module is excluded as well', async (t) => {
  const files = kinds['a nested plugin that rejects']?.files ?? {}
  const options = {
    ...presetOf(),
    appDir: appDir(t, { broken: files, fine: { 'apis.mjs': fine } }),
    prefix: '/api'
  }
  const fastify = Fastify(gnarServerOptions(options))
  t.after(() => fastify.close())
  await fastify.register(gnarGear, options)
  await fastify.ready()
  t.equal((await fastify.inject('/api/fine')).body, 'fine')
  for (const url of ['/api/broken', '/api/broken/deep/down']) {
    t.match((await fastify.inject(url)).json().error, /nested/, url)
  }
})

t.test('R5 the conventions of @fastify/autoload apply', async (t) => {
  const echo = 'export default async (fastify) => fastify.get("/", async (request) => request.params)\n'
  const hooked =
    'export default async (fastify) => fastify.get("/", async (request) => request.hooks ?? [])\n'
  const hooks = (name: string) =>
    `export default async (fastify) => fastify.addHook('onRequest', async (request) => void (request.hooks = [...(request.hooks ?? []), '${name}']))\n`
  const folder = appDir(t, {
    user: { _id: { 'apis.mjs': echo, photos: { '_photo-__size': { 'apis.mjs': echo } } } },
    hooked: {
      'apis.mjs': hooked,
      'autohooks.mjs': hooks('outer'),
      inner: { 'apis.mjs': hooked, 'autohooks.mjs': hooks('inner'), 'package.json': '{}' }
    },
    configured: {
      'apis.mjs':
        'export const autoConfig = () => ({ greeting: "hi" })\nexport default async (fastify, options) => fastify.get("/", async () => options.greeting)\n'
    },
    object: { 'apis.mjs': 'export default { method: "GET", url: "/", handler: async () => "object" }\n' },
    opted: { 'apis.mjs': 'export const autoload = false\nexport default async () => {}\n' },
    'package.json': '{}',
    untyped: { 'apis.js': fine },
    same: { 'apis.mjs': wrapped('one') },
    name: { 'apis.mjs': wrapped('two') },
    same2: { same2: { 'apis.mjs': fine }, 'apis.mjs': fine }
  })
  const lines: string[] = []
  const app = createApp(t, { appDir: folder, routes: undefined, production: true }, lines)
  await app.run()
  const get = async (url: string) => (await app.server.inject(url)).body
  t.same(JSON.parse(await get('/user/7')), { id: '7' })
  t.same(JSON.parse(await get('/hooked')), ['outer'])
  t.same(JSON.parse(await get('/hooked/inner')), ['inner'])
  t.equal(await get('/configured'), 'hi')
  t.equal(await get('/object'), 'object')
  t.equal(await get('/untyped'), 'fine')
  t.same([await get('/same'), await get('/name')], ['one', 'two'], 'two plugins of one name')
  t.same([await get('/same2'), await get('/same2/same2')], ['fine', 'fine'])
  t.match(lines.join(''), 'opted/apis.mjs skipped: it says autoload: false')

  const cascading = createApp(t, {
    appDir: folder,
    routes: undefined,
    production: true,
    autoload: { cascadeHooks: true, routeParams: false, ignorePattern: /^same/ }
  })
  await cascading.run()
  const body = async (url: string) => (await cascading.server.inject(url)).body
  t.same(JSON.parse(await body('/hooked/inner')), ['outer', 'inner'])
  t.same(JSON.parse(await body('/user/_id')), {})
  t.match(await body('/same2'), /not found/)
})

t.test('R5 matchFilter finds modules of other names', async (t) => {
  const folder = appDir(t, {
    user: { 'user.http.mjs': fine, 'apis.mjs': 'throw new Error("not asked for")\n' }
  })
  const app = createApp(t, {
    appDir: folder,
    routes: undefined,
    production: true,
    autoload: { matchFilter: (path) => path.endsWith('.http.mjs') }
  })
  await app.run()
  t.equal((await app.server.inject('/user')).body, 'fine')
})

function appDir(t: Test, files: NonNullable<Parameters<Test['testdir']>[0]>): string {
  return `${t.testdir({ app: files })}/app`
}

function presetOf() {
  const {
    port: _port,
    logLevel: _logLevel,
    onUncaughtError: _onUncaughtError,
    fastify: _fastify,
    host: _host,
    ...preset
  } = quiet({ routes: undefined })
  return { ...preset, name: 'my_app' }
}

/** A route module as fastify-plugin makes it, which has no scope of its own. */
function wrapped(text: string): string {
  return `const plugin = async (fastify) => fastify.get("/", async () => "${text}")
plugin[Symbol.for("skip-override")] = true
plugin[Symbol.for("fastify.display-name")] = "same"
plugin[Symbol.for("plugin-meta")] = { name: "same" }
export default plugin
`
}
