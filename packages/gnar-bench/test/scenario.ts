import { cpuPer, defineScenario, rate } from '../src/scenario.ts'

const file = new URL('./fixtures/server.ts', import.meta.url)

/** A route, and the same one slowed so much that no machine is too busy to see it. */
export const slowed = defineScenario({
  name: 'slowed',
  title: 'a route and the same one slowed on purpose',
  measures: { perSecond: rate('requests/s'), cpuMicros: cpuPer('request') },
  load: { file: new URL('../src/loads/http.ts', import.meta.url) },
  contenders: {
    plain: { file },
    slowed: { file, options: { slowed: true } }
  },
  aims: [
    { measure: 'perSecond', of: 'slowed', to: 'plain', bound: { atLeast: 0.9 } },
    { measure: 'perSecond', of: 'slowed', bound: { atMost: 100 } }
  ],
  notes: ['nobody was left out']
})
