import { settings } from 'gnar-argon2'
import { defineScenario } from '../scenario.ts'

const file = new URL('../contenders/argon2/gnar.ts', import.meta.url)

/** The default number of concurrent hashes. */
const { default: maxConcurrent = 1 } = settings.table.maxConcurrent
/** RFC 9106's first parameters need 2 GiB per hash. */
const memoryMb = 2048

export const argon2 = defineScenario({
  name: 'argon2',
  title: `GET /ping alongside 64 concurrent sign-ups with RFC 9106's parameters, ${maxConcurrent} hashed at a time`,
  measures: {
    p99Ms: { unit: 'ms (p99)', higher: 'slower', lower: 'faster' },
    peakMb: { unit: 'MiB (peak)', higher: 'more', lower: 'less' }
  },
  load: { file: new URL('../loads/sign-ups.ts', import.meta.url) },
  contenders: {
    idle: { file, options: { maxConcurrent }, load: { signUps: 0 } },
    'gnar-argon2, 64 sign-ups': { file, options: { maxConcurrent }, load: { signUps: 64 } }
  },
  aims: [
    { measure: 'p99Ms', of: 'gnar-argon2, 64 sign-ups', to: 'idle', bound: { atMost: 5 } },
    {
      measure: 'peakMb',
      of: 'gnar-argon2, 64 sign-ups',
      bound: { atMost: maxConcurrent * memoryMb + 100 }
    }
  ],
  leastSeconds: 6,
  notQuick: 'each of its hashes takes a second and 2 GiB',
  // Hashes run on the contender's threads: on one core they would only show how the system schedules them.
  pin: false,
  notes: [
    '@node-rs/argon2 by hand has no limit: four concurrent hashes need 8 GiB, which not every machine has'
  ]
})
