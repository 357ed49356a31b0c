import { credentialRules, defineAwsTable } from 'gnar-aws'
import { custom, dayMs, defineSettings, findProblems, integer } from 'gnar-env'
import { listPolls, pollDefinition, type SqsPoll } from './poll-settings.ts'

const table = {
  /** One poll or a list of polls. Default none. */
  polls: custom<SqsPoll | readonly SqsPoll[]>()({
    default: [],
    meaning: 'queues to poll',
    check: (value) =>
      [value].flat().every((poll) => typeof poll === 'object' && poll !== null)
        ? undefined
        : 'must be a poll { queueName, callback, … } or a list of polls'
  }),
  ...defineAwsTable({
    service: 'SQS',
    exampleEndpoint: 'http://127.0.0.1:4566',
    requestTimeoutMs: {
      default: 10_000,
      meaning: 'timeout of one attempt at a request, in milliseconds; a receive adds its `waitTimeSeconds`'
    }
  }),
  /** Maximum number of connections, not counting those of receives: each receive adds its own. Default 50, as in the SDK. */
  maxSockets: integer({ min: 1, default: 50, meaning: 'maximum number of connections, receives excluded' }),
  /** Largest request of `sendSqsMessages`, in bytes. Default 1 MiB, the limit of SQS since August 2025. */
  maxRequestBytes: integer({
    min: 1024,
    default: 1_048_576,
    meaning: 'largest request of `sendSqsMessages`, in bytes'
  }),
  /** Longest delay between two attempts while a queue is unavailable, in milliseconds. Default 30000. */
  maxRetryDelayMs: integer({
    min: 1,
    max: dayMs,
    default: 30_000,
    meaning: 'longest delay between attempts while AWS fails, in milliseconds'
  }),
  /** Deadline of a close, in milliseconds. Default 10000, as in gnar-gear. */
  closeTimeoutMs: integer({
    min: 1000,
    max: dayMs,
    default: 10_000,
    meaning: 'deadline of a close, in milliseconds'
  }),
  /** Milliseconds between `sqs.stopReceiving()` and the close; the preset passes its own. Default 0. */
  drainDelayMs: integer({
    min: 0,
    max: dayMs,
    default: 0,
    meaning: 'milliseconds between `sqs.stopReceiving()` and the close'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-sqs', table, [
  ...credentialRules,
  {
    of: ['regionName', 'polls'],
    check: ({ regionName, polls }, { missing }) =>
      regionName === undefined && [polls].flat().length > 0 ? missing('regionName') : undefined
  },
  {
    of: ['polls'],
    check: ({ polls }) =>
      listPolls(polls).flatMap((poll, index) => findProblems(pollDefinition(poll, index), poll))
  }
])
