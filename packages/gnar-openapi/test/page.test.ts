import Fastify from 'fastify'
import gnarJwt from 'gnar-jwt'
import t, { type Test } from 'tap'
import gnarOpenapi, { type GnarOpenapiOptions } from '../src/index.ts'

async function startWith(t: Test, options: GnarOpenapiOptions = {}) {
  const lines: string[] = []
  const fastify = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
  t.after(() => fastify.close())
  await fastify.register(gnarJwt, { secret: 'the gnarliest secret of the piste' })
  fastify.addHook('onRequest', fastify.authenticate)
  await fastify.register(gnarOpenapi, options)
  await fastify.ready()
  return { fastify, lines }
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

t.test(
  'O1 the page and all that it loads are public, under a strict policy, and log no request lines',
  async (t) => {
    const { fastify, lines } = await startWith(t)
    const page = await fastify.inject('/docs')
    t.match(page.headers['content-type'], 'text/html')
    const paths = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path))
    t.ok(paths.length >= 6)
    for (const path of ['/docs', '/docs/', '/docs/json', '/docs/yaml', ...paths]) {
      t.match(path, /^\/docs/, 'is of the same origin')
      const { statusCode, headers } = await fastify.inject(path)
      t.equal(statusCode, 200, path)
      t.equal(headers['content-security-policy'], policy, path)
    }
    t.equal((await fastify.inject('/docs/json')).json().openapi, '3.1.0')
    t.match((await fastify.inject('/docs/yaml')).body, /^openapi: 3\.1\.0$/m)
    t.same(Object.keys(fastify.openapi().paths), [])
    t.equal(lines.filter((line) => line.includes('incoming request')).length, 0)
    t.match(lines.join(''), 'API documentation at /docs')
  }
)

t.test('O1 hooks of the option protect keep page and document to those whom they let in', async (t) => {
  const { fastify } = await startWith(t, {
    protect: async (request, reply) => {
      if (request.headers['x-key'] !== 'open sesame') return reply.code(403).send('not you')
    }
  })
  const token = fastify.createAccessToken(7)
  for (const url of ['/docs', '/docs/json', '/docs/static/swagger-ui.css']) {
    const get = async (headers: Record<string, string>) => (await fastify.inject({ url, headers })).statusCode
    t.equal(await get({ 'x-key': 'open sesame' }), 401, 'the hook of the whole app still counts')
    t.equal(await get({ authorization: `Bearer ${token}` }), 403)
    t.equal(await get({ authorization: `Bearer ${token}`, 'x-key': 'open sesame' }), 200)
  }
})

t.test('O1 ui: false serves the document alone, ui: {…} changes the page', async (t) => {
  const { fastify, lines } = await startWith(t, { ui: false, path: '/api/reference' })
  t.equal((await fastify.inject('/api/reference/json')).json().openapi, '3.1.0')
  t.not((await fastify.inject('/api/reference')).statusCode, 200)
  t.match(lines.join(''), 'API documentation at /api/reference/json')

  const other = await startWith(t, { ui: { docExpansion: 'none' } })
  const script = await other.fastify.inject('/docs/static/swagger-initializer.js')
  t.match(script.body, '"docExpansion":"none"')
})

t.test('O1 the page may send requests to the servers that the document names', async (t) => {
  const servers = [{ url: 'https://api.example.com/v1' }, { url: '/v2' }]
  const { fastify } = await startWith(t, { document: { servers } })
  const { headers } = await fastify.inject('/docs')
  t.match(headers['content-security-policy'], "connect-src 'self' https://api.example.com;")
})
