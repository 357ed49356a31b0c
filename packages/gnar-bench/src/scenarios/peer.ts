import { cpuPer, defineScenario, rate } from '../scenario.ts'

export const peer = defineScenario({
  name: 'peer',
  title: 'GET of a small JSON body from another service, 50 calls in flight',
  measures: { perSecond: rate('calls/s'), cpuMicros: cpuPer('call') },
  backend: { file: new URL('../backends/service.ts', import.meta.url) },
  contenders: {
    'undici Pool.request': { file: new URL('../contenders/peer/undici.ts', import.meta.url) },
    fetch: { file: new URL('../contenders/peer/fetch.ts', import.meta.url) },
    axios: { file: new URL('../contenders/peer/axios.ts', import.meta.url) },
    got: { file: new URL('../contenders/peer/got.ts', import.meta.url) },
    'gnar-peer': { file: new URL('../contenders/peer/gnar.ts', import.meta.url) }
  },
  aims: [
    { measure: 'perSecond', of: 'gnar-peer', to: 'undici Pool.request', bound: { atLeast: 0.9 } },
    { measure: 'perSecond', of: 'gnar-peer', to: 'fetch', bound: { atLeast: 2 } }
  ]
})
