import Fastify from 'fastify'
import t from 'tap'
import gnarErrors from '../src/index.ts'
import { start } from './servers.ts'

const numbers = {
  type: 'object',
  properties: { list: { type: 'array', items: { type: 'integer' } } }
} as const

async function post(
  fastify: Awaited<ReturnType<typeof start>>['fastify'],
  payload: object | string,
  url = '/'
) {
  const headers = { 'content-type': 'application/json' }
  const response = await fastify.inject({ method: 'POST', url, payload, headers })
  return { response, error: (JSON.parse(response.body) as { error: string }).error }
}

t.test('E5 at most maxValidationErrors fields are listed, then "and more"', async (t) => {
  for (const [options, listed] of [
    [{}, 20],
    [{ maxValidationErrors: 3 }, 3],
    [{ maxValidationErrors: 1 }, 1]
  ] as const) {
    const { fastify } = await start(t, options)
    fastify.post('/', { schema: { body: numbers } }, async () => ({ ok: true }))
    const { error } = await post(fastify, { list: Array.from({ length: 50 }, () => 'x') })
    t.equal(error.match(/must be integer/g)?.length, listed)
    t.equal(error.endsWith(' and more'), listed > 1)
    const few = await post(fastify, { list: ['x', 1, 'y'] })
    t.equal(
      few.error,
      listed === 1
        ? 'body/list/0 must be integer'
        : 'body/list/0 must be integer, body/list/2 must be integer'
    )
  }
})

const hostile: Record<string, [object, string]> = {
  'many fields': [{ list: Array.from({ length: 250_000 }, () => 'x') }, 'body/list/0 must be integer'],
  'a long name': [{ ['k'.repeat(1_000_000)]: 'x' }, `body/${'k'.repeat(198)}… must be integer`]
}

for (const [title, [payload, message]] of Object.entries(hostile)) {
  for (const style of ['gnar', 'http', 'problem'] as const) {
    t.test(
      `E5 a hostile body of 1 MB with ${title} neither blocks the event loop nor makes a large response, ${style}`,
      async (t) => {
        const { fastify } = await start(t, { style, production: false })
        const body = { ...numbers, additionalProperties: { type: 'integer' } }
        fastify.post('/', { schema: { body } }, async () => ({ ok: true }))
        await fastify.ready()
        const text = JSON.stringify(payload)
        const begin = process.cpuUsage()
        const { response } = await post(fastify, text)
        t.ok(process.cpuUsage(begin).user < 1_000_000)
        t.ok(response.body.length < 10_000)
        const { error, detail } = response.json<{ error: string; detail: string }>()
        t.equal(error ?? detail, message, 'stops at the first error')
      }
    )
  }
}

t.test('E5 names that the client chose are cut', async (t) => {
  const { fastify } = await start(t, { production: true })
  const schema = { body: { type: 'object', additionalProperties: { type: 'integer' } } }
  fastify.post('/', { schema }, async () => ({ ok: true }))
  const { response } = await post(
    fastify,
    Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}${'k'.repeat(400)}`, 'x']))
  )
  t.ok(response.body.length < 10_000)
})

t.test('E5 a body without a length is measured', async (t) => {
  const { fastify } = await start(t)
  fastify.post('/', { schema: { body: numbers } }, async () => ({ ok: true }))
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  const send = async (length: number) => {
    const text = JSON.stringify({ list: Array.from({ length }, () => 'x') })
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      }
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(fastify.listeningOrigin, {
      method: 'POST',
      body,
      headers,
      duplex: 'half'
    } as RequestInit)
    return ((await response.json()) as { error: string }).error.match(/must be integer/g)?.length
  }
  t.equal(await send(5), 5)
  t.equal(await send(50_000), 1)
})

t.test('E5 shared schemas, schemas by media type and plugins of Ajv are honoured', async (t) => {
  const fastify = Fastify({
    ajv: {
      customOptions: { coerceTypes: false },
      plugins: [
        (ajv) => ajv.addKeyword({ keyword: 'even', validate: (_: unknown, n: number) => n % 2 === 0 })
      ]
    }
  })
  t.after(() => fastify.close())
  await fastify.register(gnarErrors, { env: {}, production: true })
  fastify.addSchema({ $id: 'even', type: 'integer', even: true })
  const body = {
    type: 'object',
    properties: { a: { $ref: 'even#' }, b: { $ref: 'even#' }, c: { type: 'integer' } }
  }
  fastify.post(
    '/',
    { schema: { body: { content: { 'application/json': { schema: body } } } } },
    async () => ({ ok: true })
  )
  const { error } = await post(fastify, { a: 1, b: 3, c: '4' })
  t.equal(
    error,
    'body/a must pass "even" keyword validation, body/b must pass "even" keyword validation, body/c must be integer'
  )
})

t.test('E5 the user’s own formatter or validator applies', async (t) => {
  const { fastify } = await start(t)
  fastify.post(
    '/format',
    { schema: { body: numbers }, schemaErrorFormatter: () => new Error('my own words') },
    async () => ({ ok: true })
  )
  fastify.post(
    '/own',
    { schema: { body: numbers }, validatorCompiler: () => () => ({ error: new Error('refused') }) },
    async () => ({ ok: true })
  )
  t.equal((await post(fastify, { list: ['x'] }, '/format')).error, 'my own words')
  t.equal((await post(fastify, { list: ['x'] }, '/own')).error, 'refused')
})

t.test('E5 a validator compiler that was set before stays, schemas added later too', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  fastify.setValidatorCompiler(() => () => ({ error: new Error('refused by my own') }))
  await fastify.register(gnarErrors, { env: {}, production: true })
  fastify.addSchema({ $id: 'later', type: 'object' })
  fastify.post('/', { schema: { body: numbers } }, async () => ({ ok: true }))
  t.equal((await post(fastify, { list: ['x'] })).error, 'refused by my own')
})

t.test('E5 a valid body is coerced as by Fastify', async (t) => {
  const { fastify } = await start(t)
  fastify.post('/', { schema: { body: numbers } }, async (request) => request.body)
  const { response } = await post(fastify, { list: ['1', 2] })
  t.strictSame(response.json(), { list: [1, 2] })
})
