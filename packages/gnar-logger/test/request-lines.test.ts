import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import pino from 'pino'
import t, { type Test } from 'tap'
import gnarLogger, {
  createLogger,
  type GnarLoggerOptions,
  genReqId,
  loggerServerOptions
} from '../src/index.ts'
import { collect } from './lines.ts'

type Written = ReturnType<typeof collect>

/** The kinds of instance that the plugin meets. */
const kinds: Record<string, (options: GnarLoggerOptions) => FastifyInstance> = {
  'made with loggerServerOptions': (options) => Fastify(loggerServerOptions(options)),
  plain: () => Fastify(),
  'made with loggerInstance alone': (options) => Fastify({ loggerInstance: createLogger(options) })
}

async function start(t: Test, fastify: FastifyInstance, options: GnarLoggerOptions) {
  t.after(() => fastify.close())
  await fastify.register(gnarLogger, options)
  fastify.get('/hello', async (request) => {
    request.log.info({ who: 'me' }, 'in the handler')
    return { ok: true }
  })
  fastify.get('/quiet', { logLevel: 'warn' }, async (request) => {
    request.log.info('unheard')
    request.log.warn('heard')
    return { ok: true }
  })
  fastify.get('/twice', (_request, reply) => {
    reply.send({ ok: 1 })
    reply.send({ ok: 2 })
  })
  return fastify
}

function options(written: Written, more: GnarLoggerOptions = {}): GnarLoggerOptions {
  return { env: {}, destination: written, ...more }
}

function get(fastify: FastifyInstance, url: string, headers: Record<string, string> = {}) {
  return fastify.inject({ url, headers })
}

for (const [title, make] of Object.entries(kinds)) {
  for (const format of ['json', '%(levelname)s %(message)s']) {
    t.test(`L6 L7 one line per request in ${format}, ${title}`, async (t) => {
      const written = collect()
      const chosen = options(written, { format })
      const fastify = await start(t, make(chosen), chosen)
      await get(fastify, '/hello?token=hunter2&x=1', { 'x-request-id': 'my-id' })
      await get(fastify, '/quiet', { 'x-request-id': 'my-id' })
      t.matchSnapshot(written.text(), 'all kinds alike')
      t.notMatch(written.raw(), 'hunter2')
    })

    t.test(`L6 production has no request lines in ${format}, ${title}`, async (t) => {
      const written = collect()
      const chosen = options(written, { format, env: { NODE_ENV: 'production' } })
      const fastify = await start(t, make(chosen), chosen)
      await get(fastify, '/hello')
      t.equal(written.lines().length, 2)
      t.match(written.lines()[0], 'Logging at INFO')
      t.match(written.lines()[1], 'in the handler')
      const asked = collect()
      const loud = { ...chosen, destination: asked, requestLogging: true }
      await get(await start(t, make(loud), loud), '/hello')
      t.equal(asked.lines().length, 3)
    })
  }

  t.test(`L8 the request id is in each line and in the response, ${title}`, async (t) => {
    const written = collect()
    const chosen = options(written, { format: '%(reqId)s' })
    const fastify = await start(t, make(chosen), chosen)
    const given = await get(fastify, '/hello', { 'x-request-id': 'my-id' })
    const unknown = await get(fastify, '/unknown', { 'x-request-id': 'my-id' })
    t.equal(given.headers['x-request-id'], 'my-id')
    t.equal(unknown.headers['x-request-id'], 'my-id')
    t.strictSame(new Set(written.lines().slice(1, 3)), new Set(['my-id']))
    const made = await get(fastify, '/hello')
    t.match(
      made.headers['x-request-id'],
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    )
    t.equal(written.lines().at(-1), made.headers['x-request-id'])
  })

  t.test(`L5 Fastify’s own messages show no secret of a URL, ${title}`, async (t) => {
    const written = collect()
    const chosen = options(written)
    const fastify = await start(t, make(chosen), chosen)
    await get(fastify, '/unknown?token=hunter2')
    await fastify.inject({ method: 'M-SEARCH' as 'GET', url: '/unknown?token=hunter2' })
    await get(fastify, '/twice?token=hunter2&x="quoted"')
    t.notMatch(written.raw(), 'hunter2')
    t.match(written.raw(), 'token=[Redacted]')
    t.match(written.raw(), 'Reply was already sent')
  })

  t.test(`L1 the plugin sets the level, ${title}`, async (t) => {
    const written = collect()
    const fastify = await start(t, make(options(written)), options(written, { level: 'DEBUG' }))
    t.equal(fastify.log.level, 'debug')
    t.match(written.raw(), 'Logging at DEBUG')
  })
}

t.test('L7 on an instance with a logger of the user it only sets the level', async (t) => {
  const written = collect()
  const fastify = Fastify({ logger: { level: 'error', stream: written } })
  await start(t, fastify, options(written, { level: 'INFO', format: '%(message)s' }))
  t.equal(fastify.log.level, 'info')
  await get(fastify, '/hello')
  const objects = written.objects()
  t.strictSame(
    objects.map(({ msg }) => msg),
    [
      'Logging at INFO',
      "Needs options of Fastify's constructor: format, redaction and request lines of your own logger (pass loggerInstance: createLogger(options) and logController: createLogController(options))",
      'incoming request',
      'in the handler',
      'request completed'
    ]
  )
  t.equal(objects[1]?.level, 40)
})

t.test('L7 a foreign logger stays, with our LogController too', async (t) => {
  const written = collect()
  const own = pino({ level: 'info' }, written)
  const { logController } = loggerServerOptions(options(written))
  const fastify = Fastify({ loggerInstance: own as FastifyBaseLogger, logController })
  await start(t, fastify, options(written))
  await get(fastify, '/hello?token=hunter2')
  t.match(written.objects().at(-1), {
    msg: 'request completed',
    req: { method: 'GET', url: '/hello?token=[Redacted]' },
    res: { statusCode: 200 }
  })
})

t.test('L1 a stalled reader does not keep an app open', async (t) => {
  const destination = { ...collect(), flush: () => {} }
  const fastify = Fastify()
  await fastify.register(gnarLogger, { env: {}, destination })
  await fastify.close()
  t.pass('closed')
})

t.test('L8 a request id that is not a plain token of at most 128 characters is replaced', async (t) => {
  const written = collect()
  const fastify = await start(t, Fastify(), options(written))
  const send = async (id: string) =>
    (await get(fastify, '/hello', { 'x-request-id': id })).headers['x-request-id']
  t.equal(await send('a'.repeat(128)), 'a'.repeat(128))
  t.equal(await send("!#$%&'*+-.^_`|~0aZ"), "!#$%&'*+-.^_`|~0aZ")
  for (const id of ['a'.repeat(129), '', 'a b', 'a,b', 'a"b', 'a\u00e9', '<script>', 'a;b', 'a{}']) {
    const sent = await send(id)
    t.not(sent, id)
    t.match(sent, /^[0-9a-f-]{36}$/)
  }
  t.notMatch(written.raw(), '<script>')
})

t.test(
  'L8 request ids are distinct, even when a millisecond needs more than the counter holds',
  async (t) => {
    const ids = Array.from({ length: 20_000 }, () => genReqId({ headers: {} }))
    t.equal(new Set(ids).size, ids.length)
    const times = ids.map((id) => id.slice(0, 13))
    t.strictSame(times, times.toSorted(), 'and sort by time')
    t.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)))
  }
)

t.test('L5 control characters in a rewritten URL never reach request lines', async (t) => {
  for (const format of ['json', '%(message)s']) {
    const written = collect()
    const chosen = options(written, { format })
    const rewriteUrl = () => '/hello?x=\x9b31m"\\'
    const fastify = await start(t, Fastify({ ...loggerServerOptions(chosen), rewriteUrl }), chosen)
    await get(fastify, '/hello')
    t.match(written.raw(), '/hello?x=')
    t.notMatch(written.raw(), '\x9b')
    if (format === 'json') t.match(written.objects().at(-1), { req: { url: rewriteUrl() } })
  }
})

t.test('L8 the user’s own genReqId stays', async (t) => {
  const fastify = await start(t, Fastify({ genReqId: () => 'own' }), options(collect()))
  t.equal((await get(fastify, '/hello')).headers['x-request-id'], 'own')
})

t.test('L6 the line of an aborted response includes its error', async (t) => {
  for (const format of ['json', '%(levelname)s %(message)s']) {
    const written = collect()
    const chosen = options(written, { format })
    const serverOptions = loggerServerOptions(chosen)
    const fastify = await start(t, Fastify(serverOptions), chosen)
    fastify.get('/break', (request, reply) => {
      serverOptions.logController.requestCompleted(new Error('broken'), request, reply)
      return { ok: true }
    })
    await get(fastify, '/break', { 'x-request-id': 'my-id' })
    t.matchSnapshot(written.text(), format)
  }
})

t.test('L6 a request logger is not a child logger until it needs a level of its own', async (t) => {
  const written = collect()
  const chosen = options(written, { format: 'json', requestLogging: false })
  const fastify = Fastify(loggerServerOptions(chosen))
  await start(t, fastify, chosen)
  fastify.get('/child', async (request) => {
    t.equal(Object.getPrototypeOf(request.log), fastify.log)
    const child = request.log.child({ step: 1 })
    child.info('from a child')
    request.log.level = 'debug'
    request.log.debug('louder')
    t.equal(fastify.log.level, 'info')
    return { ok: true }
  })
  await get(fastify, '/child', { 'x-request-id': 'my-id' })
  t.match(written.objects().slice(1), [
    { reqId: 'my-id', step: 1, msg: 'from a child' },
    { reqId: 'my-id', level: 20, msg: 'louder' }
  ])
})

t.test('an unknown option is an error, and options are never changed', async (t) => {
  const frozen = Object.freeze(options(collect()))
  await start(t, Fastify(), frozen)
  await start(t, Fastify(), frozen)
  const mistyped = { env: {}, levle: 'INFO' }
  await t.rejects(start(t, Fastify(), mistyped), { message: 'did you mean "level"?' })
  await t.rejects(start(t, Fastify(), { env: {}, destination: {} } as GnarLoggerOptions), {
    message: 'must be an object with a write method'
  })
})
