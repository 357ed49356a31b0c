import { settings } from 'gnar-argon2'
import { defineScenario } from '../scenario.ts'

const file = new URL('../contenders/argon2/gnar.ts', import.meta.url)

/** As many hashes at once as by default. */
const { default: maxConcurrent = 1 } = settings.table.maxConcurrent
/** RFC 9106's first parameters take 2 GiB for each hash. */
const memoryMb = 2048

export const argon2 = defineScenario({
  name: 'argon2',
  title: `GET /ping beside 64 sign-ups at once with RFC 9106's parameters, ${maxConcurrent} hashed at a time`,
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
    { measure: 'p99Ms', of: 'gnar-argon2, 64 sign-ups', beside: 'idle', bound: { atMost: 5 } },
    {
      measure: 'peakMb',
      of: 'gnar-argon2, 64 sign-ups',
      bound: { atMost: maxConcurrent * memoryMb + 100 }
    }
  ],
  leastSeconds: 6,
  // Hashes run on threads of the contender: on one core they would only show how the system shares it out.
  pin: false,
  notes: ['@node-rs/argon2 by hand has no limit: four hashes at once take 8 GiB, which not every machine has']
})
