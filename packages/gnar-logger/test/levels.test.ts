import t from 'tap'
import type { GnarLoggerOptions, LevelName } from '../src/index.ts'
import { startLogger } from './lines.ts'

const rows: [GnarLoggerOptions, string][] = [
  [{}, 'info'],
  [{ env: { GNAR_LOG_LEVEL: 'DEBUG' } }, 'debug'],
  [{ env: { GNAR_LOG_LEVEL: ' warning ' } }, 'warn'],
  [{ env: { GNAR_MY_APP_LOG_LEVEL: 'ERROR', GNAR_LOG_LEVEL: 'DEBUG' }, name: 'my_app' }, 'error'],
  [{ env: { GNAR_MY_APP_LOG_LEVEL: 'ERROR', GNAR_LOG_LEVEL: 'DEBUG' }, name: 'other' }, 'debug'],
  [{ env: { GNAR_LOG_LEVEL: 'DEBUG' }, level: 'CRITICAL' }, 'fatal'],
  [{ env: { OURS_LOG_LEVEL: 'Trace' }, envPrefix: 'OURS' }, 'trace'],
  [{ level: 'warn' }, 'warn'],
  [{ level: 'silent' }, 'silent']
]

t.test(
  'L1 the level is the first of the option, the variable of the app, the general one and INFO',
  async (t) => {
    for (const [options, level] of rows) {
      t.equal(startLogger(options).logger.level, level, JSON.stringify(options))
    }
  }
)

t.test('L1 an unknown level is an error that lists the valid ones', async (t) => {
  t.throws(() => startLogger({ env: { GNAR_LOG_LEVEL: 'LOUD' } }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message:
      'GNAR_LOG_LEVEL (least severe level that is logged) must be one of CRITICAL, ERROR, WARNING, INFO, DEBUG, TRACE, FATAL, WARN, SILENT, in any case, found "LOUD"; for example GNAR_LOG_LEVEL=INFO'
  })
  t.throws(() => startLogger({ level: 'LOUD' as LevelName }), { message: 'option level of gnar-logger' })
  t.throws(() => startLogger({ level: 'constructor' as LevelName }), { code: 'GNAR_ERR_CONFIGURATION' })
})

t.test('L1 L2 each of pino’s levels has Python’s name and number', async (t) => {
  const { logger, written } = startLogger({ level: 'trace', format: '%(levelname)s %(levelno)d %(message)s' })
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) logger[level](level)
  const custom = logger.child({}, { customLevels: { loud: 35 } })
  custom.loud('loud')
  t.strictSame(written.lines(), [
    'TRACE 5 trace',
    'DEBUG 10 debug',
    'INFO 20 info',
    'WARNING 30 warn',
    'ERROR 40 error',
    'CRITICAL 50 fatal',
    'Level 35 35 loud'
  ])
})

t.test('L1 less severe lines are not written, and a child may have its own level', async (t) => {
  const { logger, written } = startLogger({ level: 'WARNING', format: '%(message)s' })
  logger.info('no')
  logger.warn('yes')
  logger.child({}, { level: 'debug' }).debug('child')
  t.strictSame(written.lines(), ['yes', 'child'])
})
