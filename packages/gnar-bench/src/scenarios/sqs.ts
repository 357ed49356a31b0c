import { cpuPer, defineScenario, rate } from '../scenario.ts'

const loops = new URL('../contenders/sqs/loops.ts', import.meta.url)
const gnar = new URL('../contenders/sqs/gnar.ts', import.meta.url)

/** More messages than the fastest contender handles per second: the SDK alone needs 0.2 ms of processor time each. */
const plenty = { messagesPerSecond: 7000 }
const some = { messagesPerSecond: 1000 }

export const sqs = defineScenario({
  name: 'sqs',
  title: 'messages received, handled (2 ms) and deleted, as the queue counts them',
  measures: { perSecond: rate('messages/s'), cpuMicros: cpuPer('message') },
  backend: { file: new URL('../backends/sqs.ts', import.meta.url) },
  load: { file: new URL('../loads/queue.ts', import.meta.url) },
  contenders: {
    'sqs-consumer, batchSize 10': {
      file: new URL('../contenders/sqs/sqs-consumer.ts', import.meta.url),
      load: plenty
    },
    'loop by hand, batches of 10': { file: loops, options: { loops: 1, batch: 10 }, load: plenty },
    'four loops by hand, batches of 10': { file: loops, options: { loops: 4, batch: 10 }, load: plenty },
    'gnar-sqs, concurrency 10': {
      file: gnar,
      options: { maxNumberOfMessages: 10, concurrency: 10 },
      load: plenty
    },
    'gnar-sqs, concurrency 40': {
      file: gnar,
      options: { maxNumberOfMessages: 10, concurrency: 40 },
      load: plenty
    },
    'loop by hand, one by one': { file: loops, options: { loops: 1, batch: 1 }, load: some },
    'gnar-sqs, one by one': { file: gnar, load: some }
  },
  aims: [
    {
      measure: 'perSecond',
      of: 'gnar-sqs, concurrency 10',
      to: 'sqs-consumer, batchSize 10',
      bound: { atLeast: 2.5 }
    },
    {
      measure: 'perSecond',
      of: 'gnar-sqs, concurrency 10',
      to: 'four loops by hand, batches of 10',
      bound: { atLeast: 0.9 }
    },
    {
      measure: 'perSecond',
      of: 'gnar-sqs, concurrency 40',
      to: 'four loops by hand, batches of 10',
      bound: { atLeast: 0.9 }
    },
    {
      measure: 'perSecond',
      of: 'gnar-sqs, one by one',
      to: 'loop by hand, one by one',
      bound: { atLeast: 1 }
    }
  ],
  // Batches are counted when they are deleted: in a shorter turn, a few more or less would matter. A longer one takes
  // longer to fill its queue than to empty it.
  leastSeconds: 1,
  mostSeconds: 2,
  // The queue of a turn is filled before it.
  freshEachTurn: true,
  notes: [
    'four loops have 40 messages in flight; with 10 in flight of 2 ms plus timer delay, no contender exceeds 5,000/s'
  ]
})
