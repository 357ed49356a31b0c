import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import t, { type Test } from 'tap'
import { Check } from 'typebox/schema'
import type { MediaType, Response } from '../src/document.ts'
import { start } from './everything.ts'

/** What the document says of a response that the app sent. */
function documented(fastify: FastifyInstance, path: string, method: string, status: number) {
  const { paths, components } = fastify.openapi()
  const { responses = {} } = paths[path]?.[method] ?? {}
  const found = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
  const name = found?.$ref?.split('/').at(-1)
  const response = name === undefined ? found : (components.responses?.[name] as Response | undefined)
  return { response, components }
}

function checkResponse(
  t: Test,
  fastify: FastifyInstance,
  path: string,
  method: string,
  sent: LightMyRequestResponse
) {
  const { response, components } = documented(fastify, path, method, sent.statusCode)
  const type = String(sent.headers['content-type']).split(';')[0] as string
  const { schema } = (response?.content?.[type] ?? {}) as MediaType
  const value = type.endsWith('json') ? sent.json() : sent.body
  t.ok(schema, `${method} ${path} ${sent.statusCode} documents ${type}`)
  t.ok(
    Check({ ...schema, components } as object, value),
    `${method} ${path} ${sent.statusCode}: ${String(sent.body).slice(0, 80)}`
  )
  return response
}

for (const style of ['gnar', 'http', 'problem', undefined] as const) {
  t.test(
    `O2 what the app sends is what the document says, with failures in style ${style ?? "Fastify's"}`,
    async (t) => {
      const fastify = await start(t, {
        style,
        declare: (app) => {
          app.get('/broken', async () => {
            throw new Error('broken')
          })
        }
      })
      const rider = { nickname: 'shaun', level: 'black' }
      const tree = { name: 'fir', branches: [{ name: 'twig', branches: [] }] }
      const send = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, token?: string) =>
        fastify.inject({
          method,
          url,
          ...(payload !== undefined && { payload }),
          ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } })
        })
      const keeps = style !== 'gnar'

      const changed = await send('PUT', '/rider/7', rider)
      t.same(changed.json(), { id: 7, ...rider })
      checkResponse(t, fastify, '/rider/{id}', 'put', changed)
      const invalid = await send('PUT', '/rider/x', {})
      t.equal(invalid.statusCode, keeps ? 400 : 200)
      checkResponse(t, fastify, '/rider/{id}', 'put', invalid)

      checkResponse(t, fastify, '/rider/tree', 'post', await send('POST', '/rider/tree', tree))
      checkResponse(t, fastify, '/rider/tree', 'post', await send('POST', '/rider/tree', { name: 1 }))
      checkResponse(t, fastify, '/rider/page', 'get', await send('GET', '/rider/page'))

      const broken = await send('GET', '/broken')
      t.equal(broken.statusCode, keeps ? 500 : 200)
      checkResponse(t, fastify, '/broken', 'get', broken)

      const refused = await send('GET', '/protected/scope')
      t.equal(refused.statusCode, keeps ? 401 : 200)
      const refusal = checkResponse(t, fastify, '/protected/scope', 'get', refused)
      t.equal('www-authenticate' in refused.headers, keeps)
      if (keeps) t.ok(refusal?.headers?.['WWW-Authenticate'])

      const token = fastify.createAccessToken(7)
      for (const [name, isRefreshed] of [
        ['own', true],
        ['scope', true],
        ['optional', true],
        ['stale', false]
      ] as const) {
        const answer = await send('GET', `/protected/${name}`, undefined, token)
        t.equal('authorization' in answer.headers, isRefreshed, `${name} sends a fresh token`)
        const { response } = documented(fastify, `/protected/${name}`, 'get', 200)
        t.equal(response?.headers?.Authorization !== undefined, isRefreshed, `${name} documents it`)
      }
    }
  )
}
