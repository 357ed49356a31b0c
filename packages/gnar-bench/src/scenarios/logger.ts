import { cpuPer, defineScenario, notSlower, rate } from '../scenario.ts'

const fastify = new URL('../contenders/logger/fastify.ts', import.meta.url)
const gnar = new URL('../contenders/logger/gnar.ts', import.meta.url)

export const logger = defineScenario({
  name: 'logger',
  title: 'one small JSON route, 50 connections; log lines go to /dev/null',
  measures: { perSecond: rate('requests/s'), cpuMicros: cpuPer('request') },
  load: { file: new URL('../loads/http.ts', import.meta.url) },
  contenders: {
    'no logger': { file: fastify, options: { logger: false } },
    'no logger, request ids': { file: fastify, options: { logger: false, requestIds: true } },
    'pino, request logging': { file: fastify, options: { logger: true } },
    'pino, request logging off': { file: fastify, options: { logger: true, requestLogging: false } },
    'a logger that does nothing, request ids': {
      file: fastify,
      options: { logger: 'nothing', requestLogging: false, requestIds: true }
    },
    'gnar-logger, request logging off': { file: gnar, options: { requestLogging: false } },
    'gnar-logger, JSON lines': { file: gnar, options: { requestLogging: true, format: 'json' } },
    'gnar-logger, text lines': {
      file: gnar,
      options: { requestLogging: true, format: '%(asctime)s %(levelname)-8s %(reqId)s   %(message)s' }
    }
  },
  aims: [
    {
      measure: 'perSecond',
      of: 'gnar-logger, request logging off',
      to: 'no logger',
      bound: notSlower
    },
    {
      measure: 'perSecond',
      of: 'gnar-logger, request logging off',
      to: 'no logger, request ids',
      bound: notSlower
    },
    {
      measure: 'perSecond',
      of: 'gnar-logger, request logging off',
      to: 'a logger that does nothing, request ids',
      bound: notSlower
    },
    { measure: 'perSecond', of: 'gnar-logger, JSON lines', to: 'no logger', bound: { atLeast: 0.75 } },
    { measure: 'perSecond', of: 'gnar-logger, text lines', to: 'no logger', bound: { atLeast: 0.65 } }
  ]
})
