import { custom, dayMs, defineSettings, findProblems, integer, type Rule, text } from 'gnar-env'
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
  /** AWS region; required once a message is sent or a poll is configured. */
  regionName: custom<string>()({
    variable: 'SQS_REGION_NAME',
    required: 'at use',
    meaning: 'AWS region of SQS',
    example: 'eu-west-1',
    check: (value) =>
      /^[a-z0-9-]+$/.test(String(value)) ? undefined : 'must be lower-case letters, digits and hyphens'
  }),
  /** Access key; without it the SDK's default credential chain is used. */
  accessKeyId: text({
    variable: 'SQS_ACCESS_KEY_ID',
    secret: true,
    meaning: 'access key; without it the default credential chain of the SDK is used',
    example: '<access key id>'
  }),
  /** The access key's secret. */
  secretAccessKey: text({
    variable: 'SQS_SECRET_ACCESS_KEY',
    secret: true,
    meaning: 'secret of the access key',
    example: '<secret access key>'
  }),
  /** Address of an emulator, instead of AWS. */
  endpoint: custom<string>()({
    variable: 'SQS_ENDPOINT',
    meaning: 'address of an emulator, instead of AWS',
    example: 'http://127.0.0.1:4566',
    check: (value) => (isHttpUrl(value) ? undefined : 'must be a URL that starts with http:// or https://')
  }),
  /** Milliseconds for making a connection. Default 5000; the SDK has no limit. */
  connectTimeoutMs: integer({
    min: 1,
    max: dayMs,
    default: 5000,
    meaning: 'milliseconds for making a connection'
  }),
  /** Milliseconds for one attempt at a request; a receive gets its `waitTimeSeconds` on top. Default 10000. */
  requestTimeoutMs: integer({
    min: 1,
    max: dayMs,
    default: 10_000,
    meaning: 'milliseconds for one attempt at a request, on top of `waitTimeSeconds` for a receive'
  }),
  /** Connections for everything but receives, each of which has one of its own. Default 50, as in the SDK. */
  maxSockets: integer({ min: 1, default: 50, meaning: 'connections for everything but receives' }),
  /** Largest request of `sendSqsMessages` in bytes. Default 1 MiB, the limit of SQS since August 2025. */
  maxRequestBytes: integer({
    min: 1024,
    default: 1_048_576,
    meaning: 'largest request of `sendSqsMessages`, in bytes'
  }),
  /** Longest wait between two attempts while a queue does not answer, in milliseconds. Default 30000. */
  maxRetryDelayMs: integer({
    min: 1,
    max: dayMs,
    default: 30_000,
    meaning: 'longest wait between attempts while AWS fails, in milliseconds'
  }),
  /** Milliseconds that closing may take. Default 10000, as in gnar-gear. */
  closeTimeoutMs: integer({
    min: 1000,
    max: dayMs,
    default: 10_000,
    meaning: 'milliseconds that closing may take'
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
  keyHalf('accessKeyId', 'secretAccessKey'),
  keyHalf('secretAccessKey', 'accessKeyId'),
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

function keyHalf(
  half: 'accessKeyId' | 'secretAccessKey',
  other: 'accessKeyId' | 'secretAccessKey'
): Rule<typeof table> {
  return {
    of: [half, other],
    check: (values, { missing }) =>
      values[half] === undefined && values[other] !== undefined
        ? `${missing(half)} The ${other} is set; set both halves of the key, or neither.`
        : undefined
  }
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value)
}
