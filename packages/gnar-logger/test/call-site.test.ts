import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import t from 'tap'
import gnarLogger, { loggerServerOptions } from '../src/index.ts'
import { signIn } from './fixtures/piste/app/user/apis.js'
import { fromAbove } from './fixtures/piste/log.js'
import { collect, startLogger } from './lines.ts'

const appDir = fileURLToPath(new URL('fixtures/piste/app', import.meta.url))
const format = '%(name)s:%(lineno)d %(module)s %(filename)s %(funcName)s %(message)s'

t.test('L2 name and line are those of the call in the user’s code', async (t) => {
  const { logger, written } = startLogger({ format, appDir })
  signIn(logger)
  fromAbove(logger)
  signIn(logger.child({}))
  logger.error('from a package')
  const fatal = () => logger.fatal('from an arrow')
  fatal()
  t.matchSnapshot(written.text())
})

t.test('L2 source maps are honoured', async (t) => {
  const { logger, written } = startLogger({ format: '%(name)s:%(lineno)d %(pathname)s', appDir })
  signIn(logger)
  t.match(written.raw(), /^piste\.app\.user\.source:12 \/.*\/piste\/app\/user\/source\.ts\n$/)
})

t.test('L2 a line without a call site shows fastify:0', async (t) => {
  const { logger, written } = startLogger({ format })
  await new Promise((resolve) => {
    setTimeout(logger.info.bind(logger), 0, 'called by Node')
    setTimeout(resolve, 0)
  })
  t.equal(written.lines()[0], 'fastify:0 (unknown file) (unknown file) (unknown function) called by Node')
})

t.test('L6 the call site is looked up only when the format asks for it', async (t) => {
  const { prepareStackTrace } = Error
  let captured = 0
  t.after(() => {
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Error.prepareStackTrace = prepareStackTrace
  })
  const { captureStackTrace } = Error
  t.after(() => Object.assign(Error, { captureStackTrace }))
  Object.assign(Error, {
    captureStackTrace: (...args: Parameters<typeof captureStackTrace>) => {
      captured++
      captureStackTrace.apply(Error, args)
    }
  })
  startLogger({ format: '%(asctime)s %(message)s %(reqId)s' }).logger.info('x')
  startLogger({ format: 'json' }).logger.info('x')
  t.equal(captured, 0)
  startLogger({ format: '%(lineno)d' }).logger.info('x')
  t.equal(captured, 1)
})

t.test('L2 the user’s Error.prepareStackTrace and stackTraceLimit stay unchanged', async (t) => {
  const { stackTraceLimit, prepareStackTrace } = Error
  const own = () => 'own'
  Error.prepareStackTrace = own
  t.after(() => {
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Error.prepareStackTrace = prepareStackTrace
  })
  startLogger().logger.info('x')
  t.equal(Error.prepareStackTrace, own)
  t.equal(Error.stackTraceLimit, stackTraceLimit)
})

t.test('L2 request lines show fastify:0, not our own files', async (t) => {
  const written = collect()
  const options = { env: {}, destination: written, format: '%(name)s:%(lineno)d %(message)s' }
  const fastify = Fastify(loggerServerOptions(options))
  t.after(() => fastify.close())
  await fastify.register(gnarLogger, options)
  await fastify.inject('/')
  t.match(written.lines().at(-1), /^fastify:0 GET \/ 404 /)
})
