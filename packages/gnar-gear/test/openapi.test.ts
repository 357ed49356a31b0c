import t from 'tap'
import { startChild } from './child-app.ts'
import { createApp } from './start-app.ts'

const isServed = async (t: Parameters<typeof createApp>[0], options: Parameters<typeof createApp>[1]) => {
  const app = createApp(t, options)
  await app.run()
  const { headers, body } = await app.server.inject('/docs/json')
  return String(headers['content-type']).includes('json') && 'openapi' in JSON.parse(body)
}

t.test('O1 the document is on in development, and in production only with options', async (t) => {
  t.equal(await isServed(t, {}), true)
  t.equal(await isServed(t, { openapi: false }), false)
  t.equal(await isServed(t, { production: true }), false)
  t.equal(await isServed(t, { production: true, openapi: {} }), true)
})

t.test('O1 a wrong option of gnar-openapi is in the one error of the start', async (t) => {
  const app = createApp(t, { openapi: { path: 'docs' }, errors: { maxValidationErrors: 0 } })
  const { message } = await app.run().then(
    () => new Error('it started'),
    (error: Error) => error
  )
  t.match(message, /path .*\/docs/)
  t.match(message, /maxValidationErrors/)
})

t.test(
  'O1 an app without the document loads nothing of Swagger, one with it no page until it is asked for',
  async (t) => {
    for (const [openapi, loaded] of [
      ['undefined', []],
      ['{}', ['@fastify/swagger']]
    ] as const) {
      const child = startChild(
        t,
        `
import { createRequire } from 'node:module'
const app = new GnarApp('my_gnarly_app', { production: true, port: 0, noDb: true, noJwt: true, openapi: ${openapi} })
await app.run()
const names = Object.keys(createRequire(import.meta.url).cache).map((file) => /@fastify\\/swagger(?:-ui)?(?=\\/)/.exec(file)?.[0])
console.log('loaded', JSON.stringify([...new Set(names.filter((name) => name !== undefined))]))
await app.close()
`,
        {}
      )
      await child.ends()
      t.match(child.output(), `loaded ${JSON.stringify(loaded)}`)
    }
  }
)
