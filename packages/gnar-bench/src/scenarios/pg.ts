import { cpuPer, defineScenario, rate } from '../scenario.ts'

const byHand = new URL('../contenders/pg/by-hand.ts', import.meta.url)
const gnar = new URL('../contenders/pg/gnar.ts', import.meta.url)

export const pg = defineScenario({
  name: 'pg',
  title: 'one row by primary key, 50 queries in flight over 10 connections',
  measures: { perSecond: rate('queries/s'), cpuMicros: cpuPer('query') },
  backend: { file: new URL('../backends/postgres.ts', import.meta.url) },
  contenders: {
    'fastify.pg.query by hand': { file: byHand },
    'fastify.pg.query by hand, named statement': { file: byHand, options: { name: 'rider-by-id' } },
    postgres: { file: new URL('../contenders/pg/porsager.ts', import.meta.url) },
    'db.one': { file: gnar },
    'db.one, prepare: false': { file: gnar, options: { prepare: false } }
  },
  aims: [
    { measure: 'perSecond', of: 'db.one', to: 'fastify.pg.query by hand', bound: { atLeast: 1.25 } },
    {
      measure: 'perSecond',
      of: 'db.one, prepare: false',
      to: 'fastify.pg.query by hand',
      bound: { atLeast: 0.97 }
    }
  ]
})
