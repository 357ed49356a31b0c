import { custom, dayMs, defineSettings, integer, type Rule, text } from 'gnar-env'

const table = {
  /** AWS region; required once `getSesClient` is called. */
  regionName: custom<string>()({
    variable: 'SES_REGION_NAME',
    required: 'at use',
    meaning: 'AWS region of SES',
    example: 'eu-west-1',
    check: (value) =>
      /^[a-z0-9-]+$/.test(String(value)) ? undefined : 'must be lower-case letters, digits and hyphens'
  }),
  /** Access key; without it the SDK's default credential chain is used. */
  accessKeyId: text({
    variable: 'SES_ACCESS_KEY_ID',
    secret: true,
    meaning: 'access key; without it the default credential chain of the SDK is used',
    example: '<access key id>'
  }),
  /** The access key's secret. */
  secretAccessKey: text({
    variable: 'SES_SECRET_ACCESS_KEY',
    secret: true,
    meaning: 'secret of the access key',
    example: '<secret access key>'
  }),
  /** Address of an emulator, instead of AWS. */
  endpoint: custom<string>()({
    variable: 'SES_ENDPOINT',
    meaning: 'address of an emulator, instead of AWS',
    example: 'http://127.0.0.1:8005',
    check: (value) => (isHttpUrl(value) ? undefined : 'must be a URL that starts with http:// or https://')
  }),
  /** Milliseconds for making a connection. Default 5000; the SDK has no limit. */
  connectTimeoutMs: integer({
    min: 1,
    max: dayMs,
    default: 5000,
    meaning: 'milliseconds for making a connection'
  }),
  /** Milliseconds for one attempt at a request. Default 30000; the SDK has no limit. */
  requestTimeoutMs: integer({
    min: 1,
    max: dayMs,
    default: 30_000,
    meaning: 'milliseconds for one attempt at a request, of at most three'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-ses', table, [
  keyHalf('accessKeyId', 'secretAccessKey'),
  keyHalf('secretAccessKey', 'accessKeyId')
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
