import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import t from 'tap'

type Internal = FastifyInstance & { genReqId?: { name: string } & ((request: object) => string) }

/** A title names what moved, and where we use it, when its test fails after an update. */
t.test(
  "Fastify: printRoutes() of an instance without routes is '(empty tree)' (gnar-errors, gnar-gear)",
  async (t) => {
    const fastify = Fastify()
    t.after(() => fastify.close())
    t.equal(fastify.printRoutes(), '(empty tree)')
    fastify.get('/', async () => 'ok')
    t.not(fastify.printRoutes(), '(empty tree)')
  }
)

t.test(
  "Fastify: its own clientError listener is 'bound defaultClientErrorHandler' (gnar-errors)",
  async (t) => {
    const names = (fastify: FastifyInstance) => {
      t.after(() => fastify.close())
      return fastify.server.listeners('clientError').map(({ name }) => name)
    }
    t.strictSame(names(Fastify()), ['bound defaultClientErrorHandler'])
    t.strictSame(names(Fastify({ clientErrorHandler: function own() {} })), ['bound own'])
  }
)

t.test(
  "Fastify: instances have genReqId, 'defaultGenReqId' unless the user sets one (gnar-logger, gnar-errors, gnar-gear)",
  async (t) => {
    const genReqId = () => 'own'
    const [standard, own]: Internal[] = [Fastify(), Fastify({ genReqId })]
    t.after(() => Promise.all([standard?.close(), own?.close()]))
    t.equal(standard?.genReqId?.name, 'defaultGenReqId')
    t.equal(own?.genReqId, genReqId)
  }
)

t.test(
  'Fastify: the logger of an instance without one has no level and a single function (gnar-logger)',
  async (t) => {
    const [without, withOne] = [Fastify(), Fastify({ logger: { level: 'silent' } })]
    t.after(() => Promise.all([without.close(), withOne.close()]))
    t.equal(without.log.level, undefined)
    t.equal(without.log.info, without.log.error)
    t.equal(withOne.log.level, 'silent')
  }
)

t.test(
  'Fastify: its LogController logs a request with these messages and objects (gnar-logger fastify-lines)',
  async (t) => {
    const calls: unknown[][] = []
    const log = (...call: unknown[]) => void calls.push(call)
    const logger = {
      level: 'info',
      fatal: log,
      error: log,
      warn: log,
      info: log,
      debug: log,
      trace: log,
      silent: log
    }
    const loggerInstance: FastifyBaseLogger = { ...logger, child: () => loggerInstance }
    const fastify = Fastify({ loggerInstance })
    t.after(() => fastify.close())
    fastify.get('/', async () => 'ok')
    await fastify.inject('/')
    const [incoming, completed] = calls
    t.match(incoming, [{ req: Object }, 'incoming request'])
    t.match(completed, [
      {
        res: { request: { method: 'GET', url: '/' }, elapsedTime: Number, statusCode: 200 },
        responseTime: Number
      },
      'request completed'
    ])
  }
)

t.test('Fastify: a schema that cannot be built names its route in the message (gnar-gear)', async (t) => {
  const fastify = Fastify()
  fastify.get('/broken', { schema: { querystring: { type: 'nonsense' } } }, async () => 'ok')
  await t.rejects(async () => fastify.ready(), {
    message: /^Failed building the \w+ schema for GET: \/broken, due to/
  })
})

t.test(
  "Fastify: an instance keeps its hooks and those around it under the symbol 'fastify.hooks' (gnar-env routeAccess)",
  async (t) => {
    const hooksOf = (instance: FastifyInstance) => {
      const symbol = Object.getOwnPropertySymbols(instance).find(
        ({ description }) => description === 'fastify.hooks'
      )
      return (instance as unknown as Record<symbol, { onRequest: unknown[] }>)[symbol as symbol]?.onRequest
    }
    const [early, own, late] = [async () => {}, async () => {}, async () => {}]
    const fastify = Fastify()
    t.after(() => fastify.close())
    fastify.addHook('onRequest', early)
    const scopes: FastifyInstance[] = []
    fastify.register(async (scope) => {
      scopes.push(scope)
      scope.addHook('onRequest', own)
      fastify.addHook('onRequest', late)
    })
    await fastify.ready()
    t.equal(Object.getPrototypeOf(scopes[0]), fastify)
    t.equal(Object.getPrototypeOf(fastify), Object.prototype)
    t.strictSame(scopes.map(hooksOf), [[early, own, late]])
    t.strictSame(hooksOf(fastify), [early, late])
  }
)

t.test('Node: a socket keeps the response in flight as _httpMessage (gnar-errors, gnar-gear)', async (t) => {
  const sockets: (Socket & { _httpMessage?: ServerResponse | null })[] = []
  const responses: ServerResponse[] = []
  const server = createServer((_request, response) => {
    responses.push(response)
    t.equal(sockets[0]?._httpMessage, response)
    t.equal(response.headersSent, false)
    response.end('ok')
  })
  server.on('connection', (socket) => sockets.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const client = connect(port, '127.0.0.1', () => client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
  t.after(() => {
    client.destroy()
    server.close()
  })
  await once(client, 'data')
  t.equal(responses.length, 1)
  t.equal(sockets[0]?._httpMessage, null, 'null between two requests')
})

t.test(
  'Node: a socket has a parser, null after an upgrade, and a response its headers as _header (gnar-gear)',
  async (t) => {
    const sockets: (Socket & { parser?: object | null })[] = []
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      t.match((response as ServerResponse & { _header?: string })._header, /^content-type: text\/plain/m)
      response.end('ok')
    })
    server.on('connection', (socket) => sockets.push(socket))
    server.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const ask = async (headers: string) => {
      const client = connect(port, '127.0.0.1', () =>
        client.write(`GET / HTTP/1.1\r\nHost: a\r\n${headers}\r\n`)
      )
      t.after(() => client.destroy())
      await once(client, 'data')
    }
    t.after(() => server.close())
    await ask('')
    t.ok(sockets[0]?.parser)
    await ask('Connection: upgrade\r\nUpgrade: x\r\n')
    t.equal(sockets[1]?.parser, null)
    sockets[1]?.destroy()
  }
)

t.test(
  'Fastify: the servers of further addresses are under fastify.serverBindings (gnar-gear)',
  async (t) => {
    const fastify = Fastify()
    t.after(() => fastify.close())
    const names = Object.getOwnPropertySymbols(fastify).map(({ description }) => description)
    t.ok(names.includes('fastify.serverBindings'))
  }
)

t.test('Fastify: an instance is marked once it has handlers of its own (gnar-errors)', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  const mark = (name: string) => {
    const key = Object.getOwnPropertySymbols(fastify).find(
      ({ description }) => description === `fastify.${name}`
    )
    return key === undefined ? undefined : Reflect.get(fastify, key)
  }
  t.strictSame([mark('canSetNotFoundHandler'), mark('errorHandlerAlreadySet')], [true, false])
  fastify.setNotFoundHandler(async () => 'nothing')
  fastify.setErrorHandler(async () => 'failed')
  t.strictSame([mark('canSetNotFoundHandler'), mark('errorHandlerAlreadySet')], [false, true])
})

t.test('Node: the handle of a socket counts what the system has not taken yet (gnar-errors)', async (t) => {
  const server = createServer((_request, response) => response.end(Buffer.alloc(30e6)))
  t.after(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const opened = once(server, 'connection')
  const client = connect(port, '127.0.0.1', () => client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
  t.after(() => client.destroy())
  const [socket] = (await opened) as [Socket & { _handle: { bytesWritten: number; writeQueueSize: number } }]
  await once(client, 'readable')
  const { bytesWritten, writeQueueSize } = socket._handle
  t.ok(writeQueueSize > 0 && bytesWritten > writeQueueSize, `${writeQueueSize} of ${bytesWritten} bytes`)
})

t.test('Node: a server reads its property connectionsCheckingInterval (gnar-errors)', async (t) => {
  t.match(createServer({ connectionsCheckingInterval: 1234 }), { connectionsCheckingInterval: 1234 })
  t.match(createServer(), { headersTimeout: 60_000 })
})

t.test('Node: an import that is not found names both files in its message (gnar-gear)', async (t) => {
  const folder = t.testdir({ 'a.mjs': "import './missing.mjs'" })
  await t.rejects(import(join(folder, 'a.mjs')), {
    message: /Cannot find module '[^']+missing\.m[jt]s' imported from .+a\.mjs/
  })
})

t.test(
  'pino: a logger writes through writeSym, formatOptsSym and serializersSym (gnar-logger)',
  async (t) => {
    const pino = createRequire(join(import.meta.dirname, '../../gnar-logger/package.json'))('pino')
    const written: unknown[][] = []
    const serializers = { user: String }
    const logger = Object.assign(pino({ serializers }, { write() {} }), {
      [pino.symbols.writeSym]: (...args: unknown[]) => void written.push(args),
      [pino.symbols.formatOptsSym]: { stringify: () => 'our own text' }
    })
    logger.info({ a: 1 }, 'text')
    logger.child({}).error('shown as %o', { b: 2 })
    t.strictSame(written, [
      [{ a: 1 }, 'text', 30],
      [null, 'shown as our own text', 50]
    ])
    t.equal(logger[pino.symbols.serializersSym].user, String)
  }
)
