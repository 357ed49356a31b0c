import { contendersOf, equals } from '../preset-contenders.ts'
import { cpuPer, defineScenario, rate } from '../scenario.ts'

/** The original logs no requests. */
const loggers = equals.filter((name) => name !== 'gnar-gear 1.1.5 on Bjoern')

export const requestLines = defineScenario({
  name: 'request-lines',
  title: 'a hello that logs one JSON line, 50 connections; log lines go to /dev/null',
  measures: { perSecond: rate('requests/s'), cpuMicros: cpuPer('request') },
  phases: { '': { route: 'hello' } },
  backend: { file: new URL('../backends/postgres.ts', import.meta.url) },
  load: { file: new URL('../loads/routes.ts', import.meta.url) },
  contenders: contendersOf(loggers, { LOG_REQUESTS: 'true' }),
  aims: (['Fastify by hand', 'NestJS on Fastify', 'Express', 'Hono'] as const).map((to) => ({
    measure: 'perSecond',
    of: 'gnar-gear' as const,
    to,
    bound: { atLeast: 1 }
  })),
  notes: ['the original logs no requests']
})
