import { contendersOf, everybody } from '../preset-contenders.ts'
import { type Aim, cpuPer, defineScenario, rate } from '../scenario.ts'

type Name = (typeof everybody)[number]

const routes = {
  hello: 'a hello',
  oneToken: 'protected with refresh, one token again and again',
  distinctTokens: 'protected with refresh, 30,000 tokens in turn',
  row: 'one row by key'
}

const ratesAndCosts = Object.entries(routes).flatMap(([phase, what]) => [
  [`${phase}.perSecond`, rate(`requests/s: ${what}`)] as const,
  [`${phase}.cpuMicros`, cpuPer(`request: ${what}`)] as const
])

const ours = 'gnar-gear'

/** Ahead of each of these on every route. */
const outrun = (['NestJS on Fastify', 'Express', 'Hono'] as const).flatMap((to) =>
  Object.keys(routes).map(
    (phase): Aim<Name> => ({ measure: `${phase}.perSecond`, of: ours, to, bound: { atLeast: 1 } })
  )
)

function aim(measure: string, to: Name, bound: Aim['bound']): Aim<Name> {
  return { measure, of: ours, to, bound }
}

const byHand = 'Fastify by hand'
const original = 'gnar-gear 1.1.5 on Bjoern'

export const preset = defineScenario({
  name: 'preset',
  title:
    'the two-line app with all steps in production, 50 connections; the same job on what a user would pick instead',
  measures: {
    ...Object.fromEntries(ratesAndCosts),
    startMs: { unit: 'ms to the first response', higher: 'slower', lower: 'faster' },
    peakMb: { unit: 'MiB (peak)', higher: 'more', lower: 'less' }
  },
  phases: {
    hello: { route: 'hello' },
    oneToken: { route: 'protected', tokens: 1 },
    distinctTokens: { route: 'protected', tokens: 30_000 },
    row: { route: 'row' }
  },
  backend: { file: new URL('../backends/postgres.ts', import.meta.url) },
  load: { file: new URL('../loads/routes.ts', import.meta.url) },
  contenders: contendersOf(everybody),
  aims: [
    aim('hello.perSecond', 'bare Fastify', { atLeast: 0.9 }),
    aim('hello.perSecond', 'Fastify, pino and an id header', { atLeast: 0.97 }),
    aim('oneToken.perSecond', 'bare Fastify', { atLeast: 0.78 }),
    aim('oneToken.perSecond', byHand, { atLeast: 3 }),
    aim('distinctTokens.perSecond', byHand, { atLeast: 1 }),
    aim('row.perSecond', byHand, { atLeast: 1.25 }),
    aim('startMs', byHand, { atMost: 1.3 }),
    aim('peakMb', byHand, { atMost: 1.25 }),
    ...outrun,
    aim('oneToken.perSecond', original, { atLeast: 12 }),
    aim('distinctTokens.perSecond', original, { atLeast: 4 }),
    aim('row.perSecond', original, { atLeast: 7 })
  ],
  mostSeconds: 2.5,
  // Eight rounds of eight programs with four phases take 20 minutes.
  limitSeconds: 1500,
  notes: [
    'bare Fastify checks no token: its protected route returns the same body to everybody',
    'the original sends no request id, and tracebacks to clients'
  ]
})
