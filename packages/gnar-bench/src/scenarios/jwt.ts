import { cpuPer, defineScenario, notSlower, rate } from '../scenario.ts'

const byHand = new URL('../contenders/jwt/by-hand.ts', import.meta.url)
const gnar = new URL('../contenders/jwt/gnar.ts', import.meta.url)

export const jwt = defineScenario({
  name: 'jwt',
  title: 'a protected route that refreshes the token in each response, 50 connections with a token each',
  measures: { perSecond: rate('requests/s'), cpuMicros: cpuPer('request') },
  load: { file: new URL('../loads/tokens.ts', import.meta.url) },
  contenders: {
    'bare route': { file: new URL('../contenders/jwt/bare.ts', import.meta.url) },
    '@fastify/jwt by hand': { file: byHand },
    "@fastify/jwt by hand, fast-jwt's cache": { file: byHand, options: { cache: true } },
    'gnar-jwt': { file: gnar },
    '@fastify/jwt by hand, cold tokens': { file: byHand, load: { cold: true } },
    "@fastify/jwt by hand, cold tokens, a fleet's claims": {
      file: byHand,
      options: { fleet: true },
      load: { cold: true }
    },
    'gnar-jwt, cold tokens': { file: gnar, load: { cold: true } }
  },
  aims: [
    { measure: 'perSecond', of: 'gnar-jwt', to: 'bare route', bound: { atLeast: 0.78 } },
    {
      measure: 'perSecond',
      of: 'gnar-jwt, cold tokens',
      to: '@fastify/jwt by hand, cold tokens',
      bound: notSlower
    },
    {
      measure: 'perSecond',
      of: 'gnar-jwt, cold tokens',
      // The Python services of the fleet would refuse a token with only an identity.
      to: "@fastify/jwt by hand, cold tokens, a fleet's claims",
      bound: notSlower
    }
  ]
})
