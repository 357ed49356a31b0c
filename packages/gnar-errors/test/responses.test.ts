import t from 'tap'
import { declareFailures, failures, internals } from './failing-routes.ts'
import { kinds, mask, start } from './servers.ts'

const styles = ['gnar', 'http', 'problem'] as const

for (const style of styles) {
  for (const kind of Object.keys(kinds)) {
    t.test(`E1 E2 E3 E4 E5 every failure gets a response in style ${style}, ${kind}`, async (t) => {
      const { fastify, log } = await start(t, { style, production: true }, kind)
      declareFailures(fastify)
      await fastify.ready()
      const warnings = log.objects().filter(({ level }) => level === 40)
      t.ok(
        warnings.length === (kind === 'with server options' ? 0 : 1),
        'one WARNING for what a plugin cannot change'
      )
      const responses: string[] = []
      for (const [title, request] of Object.entries(failures)) {
        const before = log.objects().length
        const { statusCode, headers, body } = await fastify.inject(request)
        const shown = [
          'content-type',
          'www-authenticate',
          'retry-after',
          'x-own',
          'x-kept',
          'etag',
          'cache-control'
        ]
          .filter((name) => headers[name] !== undefined)
          .map((name) => `${name}: ${headers[name]}`)
        responses.push(`${title}\n  ${statusCode} ${shown.join(', ')}\n  ${mask(body)}`)
        const sent = JSON.stringify(headers) + body
        for (const internal of internals) t.notMatch(sent, internal, `${title} does not expose ${internal}`)
        t.doesNotThrow(() => JSON.parse(body), title)
        t.ok(headers['x-request-id'], title)
        const failed = log
          .objects()
          .slice(before)
          .filter(({ msg }) => !/^(incoming request|request completed)$/.test(msg))
        t.ok(failed.length === 1 || title === 'an error in onSend', `${title} is logged once`)
      }
      t.matchSnapshot(responses.join('\n'))
    })
  }
}

t.test('E2 where ours differs from the original', async (t) => {
  const { fastify } = await start(t, { production: false })
  declareFailures(fastify)
  const get = async (title: string) => {
    const { statusCode, body } = await fastify.inject(failures[title] ?? '')
    return { statusCode, ...(JSON.parse(body) as { error: string; traceback: string }) }
  }
  const unexpected = await get('a thrown Error')
  t.equal(unexpected.statusCode, 200, 'status 200, as the original')
  t.equal(unexpected.error, 'MyGnarlyApp API Error', 'the message of the original')
  t.match(
    unexpected.traceback,
    /^MyGnarlyApp API Error:\nError: internal-detail/,
    'the traceback of the original'
  )
  for (const title of ['an unknown route', 'a wrong method', 'malformed JSON']) {
    const { statusCode, error, traceback } = await get(title)
    t.equal(statusCode, 200, `${title}: status 200, as the original`)
    t.not(error, 'MyGnarlyApp API Error', `${title}: a message of its own, unlike the original`)
    t.match(traceback, /^MyGnarlyApp API Error:\n/, `${title}: the traceback of the original`)
  }
  t.strictSame(
    await get('a refused token'),
    { statusCode: 200, error: 'Token has expired' },
    'error alone, as the original'
  )
  t.match(unexpected, { requestId: /./ }, 'a requestId, unlike the original')
})

t.test('E4 the traceback is sent in development only, unless an option overrides it', async (t) => {
  const rows = [
    [{ production: false }, true],
    [{ production: true }, false],
    [{ env: { NODE_ENV: 'production' } }, false],
    [{ production: true, traceback: true }, true],
    [{ production: false, traceback: false }, false]
  ] as const
  for (const style of styles) {
    for (const [options, shown] of rows) {
      const { fastify } = await start(t, { style, ...options })
      declareFailures(fastify)
      const { body } = await fastify.inject('/thrown')
      t.equal('traceback' in JSON.parse(body), shown, JSON.stringify({ style, ...options }))
    }
  }
})

t.test(
  'E4 unexpected failures are logged at ERROR with stack and id, what a client can cause as one INFO line',
  async (t) => {
    const { fastify, log } = await start(t, { production: true })
    declareFailures(fastify)
    const lines: string[] = []
    for (const [title, request] of Object.entries(failures)) {
      const before = log.objects().length
      const { headers } = await fastify.inject(request)
      for (const line of log.objects().slice(before) as unknown as Record<string, unknown>[]) {
        t.equal(line.reqId, headers['x-request-id'], title)
        const { level, msg, err } = line as {
          level: number
          msg: string
          err?: { type: string; stack: string }
        }
        if (level === 50) t.match(err?.stack, /\n {4}at /, title)
        else t.equal(err, undefined, title)
        lines.push(
          `${title}: ${level === 50 ? 'ERROR' : level === 30 ? 'INFO' : level} ${err?.type ?? ''} ${msg}`
        )
      }
    }
    t.matchSnapshot(lines.join('\n'))
    t.notMatch(log.text(), 'token=hunter2')
  }
)

const schemas = {
  'without properties': { type: 'object' },
  'with an optional property': { type: 'object', properties: { id: { type: 'integer' } } },
  'with the optional property error': { type: 'object', properties: { error: { type: 'integer' } } },
  'with a required property': { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
  'that is a list': { type: 'array', items: { type: 'integer' } }
}

t.test('E2 a response schema neither swallows nor breaks an error response', async (t) => {
  for (const style of styles) {
    for (const [title, schema] of Object.entries(schemas)) {
      const { fastify } = await start(t, { style, production: true })
      const response = { 200: schema, '4xx': schema, 500: schema, default: schema }
      fastify.get('/', { schema: { response } }, async () => {
        throw new Error('internal-detail')
      })
      const { body, statusCode } = await fastify.inject('/')
      t.equal(statusCode, style === 'gnar' ? 200 : 500)
      t.match(
        JSON.parse(body),
        { [style === 'problem' ? 'detail' : 'error']: 'MyGnarlyApp API Error' },
        `${style} ${title}`
      )
    }
  }
})
